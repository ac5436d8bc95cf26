using System.Text.RegularExpressions;

namespace Pulse.Docs.Tests;

/// <summary>A page of documentation and the code blocks on it.</summary>
internal sealed partial record Page(string Name, string Text)
{
    public static IReadOnlyList<Page> All { get; } =
    [
        .. new[] { "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "tests/README.md" }
            .Concat(
                Directory
                    .EnumerateFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories)
                    .Select(path => Path.GetRelativePath(Repository.Root, path))
                    .Order(StringComparer.Ordinal)
            )
            .Select(name => new Page(name, File.ReadAllText(Repository.PathOf(name)))),
    ];

    public IEnumerable<string> Blocks(string language) =>
        Block()
            .Matches(Text)
            .Where(block => block.Groups["language"].Value == language)
            .Select(block => Unindented(block.Groups["code"].Value));

    public IEnumerable<string> LocalLinks() =>
        Link()
            .Matches(Text)
            .Select(link => link.Groups["target"].Value.Split('#')[0])
            .Where(target => target.Length > 0 && !target.Contains("://", StringComparison.Ordinal));

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
}
