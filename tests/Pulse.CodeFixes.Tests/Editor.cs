using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Simplification;
using Microsoft.CodeAnalysis.Text;
using Pulse.Generators;
using Pulse.Generators.Analysis;

namespace Pulse.CodeFixes.Tests;

/// <summary>What an editor does with a code fix: finds diagnostics, asks for what would mend them, and applies it.</summary>
internal static class Editor
{
    /// <summary>The titles of what is offered for the diagnostic, in the order of place.</summary>
    public static async Task<IReadOnlyList<string>> OfferedAsync(CodeFixProvider fix, string source, string id)
    {
        using var workspace = new AdhocWorkspace();
        var document = Open(workspace, source);
        var titles = new List<string>();
        foreach (var diagnostic in await DiagnosticsAsync(document, id))
            titles.AddRange((await ActionsAsync(fix, document, diagnostic)).Select(action => action.Title));
        return titles;
    }

    /// <summary>The source after the first action for the first such diagnostic; it must compile, without the diagnostic.</summary>
    public static async Task<string> FixAsync(CodeFixProvider fix, string source, string id, bool compiles = true)
    {
        using var workspace = new AdhocWorkspace();
        var document = Open(workspace, source);
        var before = await DiagnosticsAsync(document, id);
        var action = Assert.Single(await ActionsAsync(fix, document, before[0]));
        return await FinishAsync(await ApplyAsync(action, document), id, before.Count - 1, compiles);
    }

    /// <summary>The source after "fix all in document" with the first action's key.</summary>
    public static async Task<string> FixAllAsync(CodeFixProvider fix, string source, string id, int left = 0)
    {
        using var workspace = new AdhocWorkspace();
        var document = Open(workspace, source);
        var diagnostics = await DiagnosticsAsync(document, id);
        var key = (await ActionsAsync(fix, document, diagnostics[0]))[0].EquivalenceKey;
        var context = new FixAllContext(
            document,
            fix,
            FixAllScope.Document,
            key,
            [id],
            new Found(diagnostics),
            CancellationToken.None
        );
        var action = await fix.GetFixAllProvider()!.GetFixAsync(context);
        return await FinishAsync(await ApplyAsync(action!, document), id, left, compiles: true);
    }

    private static async Task<string> FinishAsync(Document changed, string id, int left, bool compiles)
    {
        var simple = await Simplifier.ReduceAsync(changed, Simplifier.Annotation);
        var text = (await simple.GetTextAsync()).ToString();
        var compilation = await simple.Project.GetCompilationAsync();
        if (compiles)
        {
            Assert.Empty(
                compilation!
                    .GetDiagnostics()
                    .Where(one => one.Severity == DiagnosticSeverity.Error)
                    .Select(one => $"{one}\n{text}")
            );
            Assert.Equal(left, (await DiagnosticsAsync(simple, id)).Count);
        }

        return text;
    }

    private static async Task<Document> ApplyAsync(CodeAction action, Document document)
    {
        var operations = await action.GetOperationsAsync(CancellationToken.None);
        var change = Assert.Single(operations.OfType<ApplyChangesOperation>());
        return change.ChangedSolution.GetDocument(document.Id)!;
    }

    private static async Task<IReadOnlyList<CodeAction>> ActionsAsync(
        CodeFixProvider fix,
        Document document,
        Diagnostic diagnostic
    )
    {
        var actions = new List<CodeAction>();
        await fix.RegisterCodeFixesAsync(
            new CodeFixContext(
                document,
                diagnostic.Location.SourceSpan,
                [diagnostic],
                (action, _) => actions.Add(action),
                CancellationToken.None
            )
        );
        return actions;
    }

    private static async Task<IReadOnlyList<Diagnostic>> DiagnosticsAsync(Document document, string id)
    {
        var compilation = (await document.Project.GetCompilationAsync())!;
        var analyzed = await new CompilationWithAnalyzers(
            compilation,
            [new PulseAnalyzer()],
            new AnalyzerOptions([])
        ).GetAnalyzerDiagnosticsAsync();
        var generated = CSharpGeneratorDriver
            .Create(new PulseGenerator())
            .WithUpdatedParseOptions((CSharpParseOptions)document.Project.ParseOptions!)
            .RunGenerators(compilation)
            .GetRunResult()
            .Diagnostics;
        return [.. analyzed.Concat(generated).Where(one => one.Id == id).OrderBy(one => one.Location.SourceSpan.Start)];
    }

    private static Document Open(AdhocWorkspace workspace, string source)
    {
        string[] ours = [typeof(PulseConnection).Assembly.Location, typeof(QueueEvents).Assembly.Location];
        var project = workspace.AddProject(
            ProjectInfo.Create(
                ProjectId.CreateNewId(),
                VersionStamp.Default,
                "Consumer",
                "Consumer",
                LanguageNames.CSharp,
                metadataReferences:
                [
                    .. Net100.References.All,
                    .. ours.Select(path => MetadataReference.CreateFromFile(path)),
                ],
                parseOptions: new CSharpParseOptions(LanguageVersion.CSharp12),
                compilationOptions: new CSharpCompilationOptions(
                    OutputKind.DynamicallyLinkedLibrary,
                    nullableContextOptions: NullableContextOptions.Enable
                )
            )
        );
        return workspace.AddDocument(project.Id, "Consumer.cs", SourceText.From(source));
    }

    private sealed class Found(IReadOnlyList<Diagnostic> diagnostics) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(
            Project project,
            CancellationToken cancellationToken
        ) => Task.FromResult<IEnumerable<Diagnostic>>(diagnostics);

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(
            Document document,
            CancellationToken cancellationToken
        ) => Task.FromResult<IEnumerable<Diagnostic>>(diagnostics);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(
            Project project,
            CancellationToken cancellationToken
        ) => Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
