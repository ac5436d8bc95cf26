namespace Pulse.Docs.Tests;

/// <summary>The engine's folders depend on each other as the page on them shows: each on those below it only.</summary>
public sealed class EngineFoldersTests
{
    private const string PictureIn = "docs/contributing/architecture-build.md";

    private static readonly SourceFolders Sources = new("src", "Pulse.References");

    [Fact]
    public void The_page_shows_each_folder() =>
        Assert.Equal(Sources.All.Where(folder => folder.Length > 0), Picture().Order(StringComparer.Ordinal));

    [Fact]
    public void A_folder_uses_only_folders_below_it()
    {
        List<string> order = ["", .. Picture()];
        Assert.NotEmpty(Sources.Uses());
        Assert.Empty(
            Sources
                .Uses()
                .Where(use => order.IndexOf(use.From) > order.IndexOf(use.To))
                .Select(use => $"{use.From} uses {use.To}: {use.Example}")
        );
    }

    [Fact]
    public void One_folder_names_NJsonSchema() =>
        Assert.Equal(
            ["Schemas/Reading"],
            Sources
                .FilesThatName("NJsonSchema")
                .Select(file => Path.GetDirectoryName(file)!.Replace('\\', '/'))
                .Distinct()
        );

    // From top to bottom, in the block that begins with "ServiceCompiler".
    private static List<string> Picture() =>
        [
            .. Page
                .All.Single(page => page.Name == PictureIn)
                .Blocks("text")
                .Single(block => block.StartsWith("ServiceCompiler", StringComparison.Ordinal))
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Skip(1)
                .Select(line => line.Split(' ')[0]),
        ];
}
