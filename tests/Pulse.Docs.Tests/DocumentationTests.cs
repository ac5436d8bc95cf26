using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Pulse.Generators;
using Pulse.Generators.Analysis;
using Pulse.Generators.Tests;

namespace Pulse.Docs.Tests;

/// <summary>Code in the documentation compiles, and its links lead to files that exist.</summary>
public partial class DocumentationTests
{
    // The implicit usings of 'dotnet new console', and those that the pages take for granted.
    private const string Implicit = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;
        global using System.Text.Json; global using Pulse;
        """;

    private static readonly IReadOnlyList<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("Pulse.Docs", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    public static TheoryData<string, int> CSharpBlocks()
    {
        var data = new TheoryData<string, int>();
        foreach (var page in Page.All)
        {
            for (var i = 0; i < page.Blocks("csharp").Count(); i++)
                data.Add(page.Name, i);
        }

        return data;
    }

    public static TheoryData<string> Pages() => [.. Page.All.Select(page => page.Name)];

    [Theory]
    [MemberData(nameof(CSharpBlocks))]
    public async Task A_block_of_code_compiles_and_no_analyzer_objects(string name, int index)
    {
        var page = Page.All.Single(page => page.Name == name);
        var block = page.Blocks("csharp").ElementAt(index);
        var options = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.CSharp12);
        var compilation = CSharpCompilation.Create(
            "Snippet",
            [CSharpSyntaxTree.ParseText(Implicit, options), CSharpSyntaxTree.ParseText(block, options)],
            References,
            new CSharpCompilationOptions(
                IsProgram(block) ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
                nullableContextOptions: NullableContextOptions.Enable
            )
        );

        // The reference and schemas on the page are the files of the project.
        var files = page.Blocks("json")
            .Select((json, number) => (AdditionalText)new ReferenceText($"{number}.json", json));
        CSharpGeneratorDriver
            .Create([new PulseGenerator().AsSourceGenerator()], files, options, new ReferenceOptions())
            .RunGeneratorsAndUpdateCompilation(compilation, out var output, out var reported);

        var unknownService = page.Blocks("json").Any() ? [] : reported.Where(diagnostic => diagnostic.Id is "PULSE002");
        Assert.Empty(reported.Except(unknownService));
        Assert.Empty(output.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        var analyzed = await new CompilationWithAnalyzers(
            output,
            [new PulseAnalyzer()],
            new AnalyzerOptions([])
        ).GetAnalyzerDiagnosticsAsync();
        // Pages also show raw bindings, which are hinted at.
        Assert.Empty(analyzed.Where(diagnostic => diagnostic.Severity > DiagnosticSeverity.Info));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_lead_to_files_and_headings_that_exist(string name)
    {
        var page = Page.All.Single(page => page.Name == name);
        var folder = Path.GetDirectoryName(Repository.PathOf(name))!;
        Assert.All(
            page.LocalLinks(),
            link =>
            {
                var path = link.File.Length == 0 ? Repository.PathOf(name) : Path.Combine(folder, link.File);
                Assert.True(Path.Exists(path), $"There is no file '{link.File}'.");
                if (link.Heading.Length > 0)
                    Assert.Contains(link.Heading, Page.Of(path).Headings());
            }
        );
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_block_of_JSON_is_JSON(string name) =>
        Assert.All(
            Page.All.Single(page => page.Name == name).Blocks("json"),
            json => JsonDocument.Parse(json).Dispose()
        );

    private static bool IsProgram(string block) => !TypeDeclaration().IsMatch(block);

    [GeneratedRegex(@"^(\[|public|internal)")]
    private static partial Regex TypeDeclaration();
}
