using System.Text.RegularExpressions;

namespace Pulse.Docs.Tests;

/// <summary>The runtime's folders depend on each other as the page on them shows, and one way only.</summary>
public sealed partial class RuntimeFoldersTests
{
    private const string PictureIn = "docs/contributing/architecture-run.md";

    // What everything may name: exceptions, options, and the public connection.
    private static readonly string[] Aside = ["", "Errors"];

    private static readonly SourceFolders Sources = new("src", "Pulse.Runtime");

    [Fact]
    public void The_page_shows_what_each_folder_uses() => Assert.Equal(Lines(Used()), Lines(Shown()));

    [Fact]
    public void No_folder_is_used_by_a_folder_that_it_uses()
    {
        var used = Used();
        var done = new HashSet<string>();
        while (
            used.Keys.Where(folder => !done.Contains(folder) && used[folder].All(done.Contains)).ToList()
                is [_, ..] next
        )
            done.UnionWith(next);
        Assert.Equal([], used.Keys.Except(done));
    }

    [Fact]
    public void Only_the_AMQP_folder_and_the_way_out_of_the_connection_name_the_client() =>
        Assert.Equal(
            ["PulseConnection.cs"],
            Sources.FilesThatName("RabbitMQ.Client").Where(file => !file.StartsWith("Amqp/", StringComparison.Ordinal))
        );

    [Fact]
    public void Below_the_public_connection_only_queues_and_publishers_name_it() =>
        Assert.Equal(
            ["", "Consuming", "Consuming/Forms", "Publishing"],
            Sources
                .FilesThatNameType("PulseConnection")
                .Where(file => Path.GetFileName(file) is not "ConnectionSupervisor.cs") // for ObjectDisposedException
                .Select(file => Path.GetDirectoryName(file)!)
                .Distinct()
                .Order(StringComparer.Ordinal)
        );

    private static SortedDictionary<string, SortedSet<string>> Used()
    {
        var used = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        foreach (var folder in Sources.All.Select(Top).Except(Aside))
            used[folder] = new(StringComparer.Ordinal);
        foreach (var (from, to) in Sources.Uses().Select(use => (Top(use.From), Top(use.To))))
        {
            if (from != to && !Aside.Contains(from) && !Aside.Contains(to))
                used[from].Add(to);
        }

        return used;

        static string Top(string folder) => folder.Split('/')[0];
    }

    private static SortedDictionary<string, SortedSet<string>> Shown()
    {
        var page = Page.All.Single(page => page.Name == PictureIn);
        var shown = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        foreach (Match row in Row().Matches(page.Text))
        {
            var uses = Folder().Matches(row.Groups["uses"].Value).Select(folder => folder.Groups["name"].Value);
            shown.Add(row.Groups["folder"].Value, new(uses, StringComparer.Ordinal));
        }

        return shown;
    }

    private static IEnumerable<string> Lines(SortedDictionary<string, SortedSet<string>> folders) =>
        folders.Select(folder => $"{folder.Key}: {string.Join(", ", folder.Value)}");

    [GeneratedRegex(@"^\| `(?<folder>\w+)/` \|.*\|(?<uses>[^|]*)\|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"`(?<name>\w+)/`")]
    private static partial Regex Folder();
}
