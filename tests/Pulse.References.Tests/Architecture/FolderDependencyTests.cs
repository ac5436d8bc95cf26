using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Pulse.References.Tests.Architecture;

/// <summary>Holds the engine's sources to the picture of their folders in docs/contributing/architecture-build.md.</summary>
public class FolderDependencyTests
{
    private const string NJsonSchema = nameof(NJsonSchema);

    private static readonly string Sources = Path.Combine(Repository.Root, "src", "Pulse.References");
    private static readonly IReadOnlyList<string> Files = SourceFiles();
    private static readonly Lazy<IReadOnlyList<(string From, string To, string Example)>> Uses = new(FindUses);

    [Fact]
    public void Each_folder_is_in_the_picture_and_the_picture_has_no_others() =>
        Assert.Equal(
            Files.Select(FolderOf).Where(folder => folder.Length > 0).Distinct().Order(StringComparer.Ordinal),
            Picture().Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Each_folder_uses_only_folders_below_it()
    {
        List<string> order = ["", .. Picture(), NJsonSchema];
        Assert.NotEmpty(Uses.Value);
        Assert.Empty(
            Uses.Value.Where(use => order.IndexOf(use.From) > order.IndexOf(use.To))
                .Select(use => $"{use.From} uses {use.To}: {use.Example}")
        );
    }

    [Fact]
    public void NJsonSchema_is_named_in_one_folder_only() =>
        Assert.Equal(
            ["Schemas/Reading"],
            Files
                .Where(file =>
                    Tree(file)
                        .GetRoot()
                        .DescendantTokens()
                        .Any(token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == NJsonSchema)
                )
                .Select(FolderOf)
                .Distinct()
        );

    [Fact]
    public void Types_of_NJsonSchema_are_used_in_one_folder_only() =>
        Assert.Equal(["Schemas/Reading"], Uses.Value.Where(use => use.To == NJsonSchema).Select(use => use.From));

    /// <summary>The folders from top to bottom, from the block in the page that begins with "ServiceCompiler".</summary>
    private static List<string> Picture()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "contributing", "architecture-build.md"));
        var start = page.IndexOf("```text\nServiceCompiler", StringComparison.Ordinal);
        var block = page[(start + "```text\n".Length)..];
        return
        [
            .. block[..block.IndexOf("```", StringComparison.Ordinal)]
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Skip(1)
                .Select(line => line.Split(' ')[0]),
        ];
    }

    private static List<string> SourceFiles() =>
        [
            .. Directory
                .EnumerateFiles(Sources, "*.cs", SearchOption.AllDirectories)
                .Where(path =>
                    Path.GetRelativePath(Sources, path).Split(Path.DirectorySeparatorChar)[0] is not ("bin" or "obj")
                )
                .Order(StringComparer.Ordinal),
        ];

    private static string FolderOf(string file) =>
        Path.GetRelativePath(Sources, Path.GetDirectoryName(file)!).Replace('\\', '/') is var folder and not "."
            ? folder
            : "";

    private static SyntaxTree Tree(string file) =>
        CSharpSyntaxTree.ParseText(File.ReadAllText(file), new CSharpParseOptions(LanguageVersion.Latest), file);

    /// <summary>Which folder names types of which other one, by what the compiler makes of each name.</summary>
    private static List<(string, string, string)> FindUses()
    {
        var usings = CSharpSyntaxTree.ParseText(
            "global using System; global using System.Collections.Generic; global using System.IO; "
                + "global using System.Linq; global using System.Threading; global using System.Threading.Tasks;"
        );
        var assemblies = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var name && !name.StartsWith("Pulse.", StringComparison.Ordinal));
        var compilation = CSharpCompilation.Create(
            "Engine",
            Files.Select(Tree).Append(usings),
            assemblies.Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                nullableContextOptions: NullableContextOptions.Enable
            )
        );
        Assert.Empty(compilation.GetDiagnostics().Where(found => found.Severity == DiagnosticSeverity.Error));

        return
        [
            .. compilation
                .SyntaxTrees.Where(tree => tree != usings)
                .SelectMany(tree => UsesOf(tree, compilation.GetSemanticModel(tree)))
                .GroupBy(use => (use.From, use.To))
                .Select(same => same.First()),
        ];
    }

    private static IEnumerable<(string From, string To, string Example)> UsesOf(SyntaxTree tree, SemanticModel model)
    {
        var from = FolderOf(tree.FilePath);
        foreach (var name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
        {
            var symbol = model.GetSymbolInfo(name).Symbol;
            if ((symbol as INamedTypeSymbol ?? symbol?.ContainingType)?.OriginalDefinition is not { } type)
                continue;
            var declared = type.DeclaringSyntaxReferences.FirstOrDefault();
            var to =
                declared is not null ? FolderOf(declared.SyntaxTree.FilePath)
                : type.ContainingAssembly.Name == NJsonSchema ? NJsonSchema
                : from;
            if (to != from)
                yield return (from, to, $"{type.Name} in {Path.GetFileName(tree.FilePath)}");
        }
    }
}
