using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Pulse.Generators.Tests;

/// <summary>
/// One run of the generator, and a second one after an unrelated edit, which must emit nothing again:
/// every test of the generator checks that too.
/// </summary>
internal sealed class GeneratorRun
{
    private GeneratorRun(GeneratorDriver driver, Compilation input, Compilation output, GeneratorRunResult result)
    {
        Input = input;
        Driver = driver;
        Output = output;
        Result = result;
    }

    public GeneratorDriver Driver { get; }

    /// <summary>The compilation without what was emitted.</summary>
    public Compilation Input { get; }

    /// <summary>The compilation with what was emitted.</summary>
    public Compilation Output { get; }

    public GeneratorRunResult Result { get; }

    /// <summary>What the generator reported, but for hints.</summary>
    public ImmutableArray<Diagnostic> Reported =>
        [.. Result.Diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)];

    /// <summary>What the generator only hints at.</summary>
    public IEnumerable<Diagnostic> Hints => Result.Diagnostics.Except(Reported);

    /// <summary>What the compiler reports, warnings included.</summary>
    public IEnumerable<Diagnostic> Errors =>
        Output.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning);

    public string Source(string hintName) =>
        Result.GeneratedSources.Single(source => source.HintName == hintName).SourceText.ToString();

    public static GeneratorRun Of(
        string source,
        IEnumerable<AdditionalText> references,
        LanguageVersion version = LanguageVersion.CSharp12,
        string framework = "net8.0"
    ) => Of([source], references, version, framework);

    public static GeneratorRun Of(
        IReadOnlyList<string> sources,
        IEnumerable<AdditionalText> references,
        LanguageVersion version = LanguageVersion.CSharp12,
        string framework = "net8.0"
    )
    {
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new PulseGenerator().AsSourceGenerator()],
            references,
            Consumer.Parsing(version),
            new ReferenceOptions(),
            new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true)
        );
        var compilation = Consumer.Compilation(sources[0], version, framework);
        compilation = compilation.AddSyntaxTrees(
            sources
                .Skip(1)
                .Select(
                    (source, number) =>
                        CSharpSyntaxTree.ParseText(source, Consumer.Parsing(version), $"Consumer{number}.cs")
                )
        );
        driver = driver.RunGeneratorsAndUpdateCompilation(compilation, out var output, out _);
        var result = driver.GetRunResult().Results.Single();
        Assert.Null(result.Exception);

        var edited = compilation.AddSyntaxTrees(
            CSharpSyntaxTree.ParseText("class Unrelated;", Consumer.Parsing(version))
        );
        AssertNothingNew(driver.RunGenerators(edited).GetRunResult().Results.Single());
        return new(driver, compilation, output, result);
    }

    public static void AssertNothingNew(GeneratorRunResult result) =>
        Assert.All(
            result.TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(step => step.Outputs),
            output =>
                Assert.True(
                    output.Reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged,
                    output.Reason.ToString()
                )
        );
}
