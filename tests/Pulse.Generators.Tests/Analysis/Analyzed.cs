using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Pulse.Generators.Analysis;

namespace Pulse.Generators.Tests.Analysis;

/// <summary>
/// Source as somebody writes it who references only the compiled bindings of Taskcluster's services: no schema
/// file, no generator. <c>[|…|]</c> marks where a diagnostic is expected.
/// </summary>
internal static class Analyzed
{
    private const string Usings = """
        using System;
        using System.Collections.Generic;
        using System.Text.Json;
        using System.Threading;
        using System.Threading.Tasks;
        using Pulse;

        """;

    private static readonly Lazy<PortableExecutableReference> Bindings = new(Compile);

    /// <summary>Asserts what is reported for statements inside an async method, or for a whole file.</summary>
    public static IReadOnlyList<Diagnostic> Statements(string statements, params string[] ids) =>
        Source(
            $$"""
            static class Program
            {
                static async Task Main(string[] args)
                {
                    var pulse = new PulseConnection();
                    {{statements}}
                    await Task.CompletedTask;
                }
            }
            """,
            ids
        );

    public static IReadOnlyList<Diagnostic> Source(string marked, params string[] ids)
    {
        var spans = new List<(int Start, int End)>();
        var source = Usings + marked;
        for (int start; (start = source.IndexOf("[|", StringComparison.Ordinal)) >= 0; )
        {
            source = source.Remove(start, 2);
            var end = source.IndexOf("|]", start, StringComparison.Ordinal);
            source = source.Remove(end, 2);
            spans.Add((start, end));
        }

        // Sources are short: most bind to known exchanges by name, and many describe a queue only.
        var found = Of(Compilation(source))
            .Where(diagnostic => diagnostic.Id is not ("PULSE207" or "PULSE304") || ids.Contains(diagnostic.Id))
            .ToList();
        Assert.True(
            ids.SequenceEqual(found.Select(diagnostic => diagnostic.Id)),
            $"Expected [{string.Join(", ", ids)}]:\n{string.Join("\n", found)}"
        );
        if (spans.Count > 0)
        {
            Assert.Equal(
                spans.Select(span => source[span.Start..span.End]),
                found.Select(diagnostic =>
                    source.Substring(diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length)
                )
            );
        }

        return found;
    }

    public static CSharpCompilation Compilation(string source) =>
        Consumer.Compilation(source).AddReferences(Bindings.Value);

    /// <summary>All that analyzers report, in order of place; the source itself must compile.</summary>
    public static ImmutableArray<Diagnostic> Of(Compilation compilation)
    {
        var errors = compilation
            .GetDiagnostics()
            .Where(diagnostic => diagnostic.DefaultSeverity == DiagnosticSeverity.Error);
        Assert.True(!errors.Any(), string.Join("\n", errors));
        return Report(compilation);
    }

    /// <summary>All that analyzers report on source that need not compile; none of them may fail.</summary>
    public static ImmutableArray<Diagnostic> Report(Compilation compilation)
    {
        var failures = new List<string>();
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]),
            onAnalyzerException: (exception, _, _) => failures.Add(exception.ToString()),
            concurrentAnalysis: true,
            logAnalyzerExecutionTime: false
        );
        var found = new CompilationWithAnalyzers(compilation, [new PulseAnalyzer()], options)
            .GetAnalyzerDiagnosticsAsync()
            .GetAwaiter()
            .GetResult();
        Assert.Empty(failures);
        return
        [
            .. found.OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start).ThenBy(diagnostic => diagnostic.Id),
        ];
    }

    private static PortableExecutableReference Compile()
    {
        string[] services = ["Auth", "Github", "Hooks", "Notify", "Queue", "WorkerManager"];
        var classes = services.Select(service =>
            $"[PulseExchanges(\"{(service == "WorkerManager" ? "worker-manager" : service.ToLowerInvariant())}/v1\")] public static partial class {service}Events;"
        );
        var run = GeneratorRun.Of($"namespace Pulse;\n{string.Join("\n", classes)}", Consumer.Taskcluster);
        var image = new MemoryStream();
        var events = run
            .Output.WithAssemblyName("Events")
            .WithOptions(new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        Assert.DoesNotContain(events.Emit(image).Diagnostics, one => one.Severity == DiagnosticSeverity.Error);
        return MetadataReference.CreateFromImage(image.ToArray());
    }
}
