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

    private static SortedDictionary<string, SortedSet<string>> Used()
    {
        var used = Sources.Dependencies();
        foreach (var folder in Aside)
            used.Remove(folder);
        foreach (var folders in used.Values)
            folders.ExceptWith(Aside);
        return used;
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
        folders
            .Where(folder => !Aside.Contains(folder.Key))
            .Select(folder => $"{folder.Key}: {string.Join(", ", folder.Value)}");

    [GeneratedRegex(@"^\| `(?<folder>\w+)/` \|.*\|(?<uses>[^|]*)\|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"`(?<name>\w+)/`")]
    private static partial Regex Folder();
}
