using System.Text.RegularExpressions;

namespace Pulse.Docs.Tests;

/// <summary>A page of documentation and the code blocks on it.</summary>
internal sealed partial record Page(string Name, string Text)
{
    public static IReadOnlyList<Page> All { get; } =
    [
        .. new[] { "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "tests/README.md", "src/PACKAGE.md" }
            .Concat(
                Directory
                    .EnumerateFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories)
                    .Select(path => Path.GetRelativePath(Repository.Root, path))
                    .Order(StringComparer.Ordinal)
            )
            .Select(name => Of(Repository.PathOf(name))),
    ];

    public static Page Of(string path) => new(Path.GetRelativePath(Repository.Root, path), File.ReadAllText(path));

    /// <summary>The part of the page from a heading of the second level to the next one.</summary>
    public Page Section(string heading)
    {
        var from = Text.IndexOf($"\n## {heading}\n", StringComparison.Ordinal) + 1;
        var to = Text.IndexOf("\n## ", from, StringComparison.Ordinal);
        return from == 0
            ? throw new ArgumentException($"'{Name}' has no heading '{heading}'.", nameof(heading))
            : this with
            {
                Text = to < 0 ? Text[from..] : Text[from..to],
            };
    }

    public IEnumerable<string> Blocks(string language) =>
        Block()
            .Matches(Text)
            .Where(block => block.Groups["language"].Value == language)
            .Select(block => Unindented(block.Groups["code"].Value));

    /// <summary>The links to other files, and to headings of this page or another one.</summary>
    public IEnumerable<(string File, string Heading)> LocalLinks() =>
        Link()
            .Matches(Text)
            .Select(link => link.Groups["target"].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal))
            .Select(target => target.Split('#'))
            .Select(parts => (parts[0], parts.Length > 1 ? parts[1] : ""));

    /// <summary>The headings, as a link names them.</summary>
    public IEnumerable<string> Headings() =>
        Heading()
            .Matches(Block().Replace(Text, ""))
            .Select(heading =>
                NotInAnchor().Replace(heading.Groups["title"].Value, "").Replace(' ', '-').ToLowerInvariant()
            );

    // A block in a list is indented with its item.
    private static string Unindented(string code)
    {
        var lines = code.Split('\n');
        var indent = lines[0].Length - lines[0].TrimStart().Length;
        return string.Join('\n', lines.Select(line => line.Length >= indent ? line[indent..] : line));
    }

    [GeneratedRegex(@"^ *```(?<language>\w+)\n(?<code>.*?)^ *```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (?<title>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();
}
