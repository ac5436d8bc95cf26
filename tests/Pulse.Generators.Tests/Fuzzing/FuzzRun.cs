using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Pulse.Generators.Tests.Fuzzing;

/// <summary>The generator's run over a mutated project, held to what any project may ask of it.</summary>
internal sealed class FuzzRun
{
    /// <summary>What any of these projects may allocate; an unharmed one takes 1 to 20 MB.</summary>
    public const long MaxBytes = 400_000_000;

    /// <summary>What any of these projects may take; an unharmed one takes a few milliseconds.</summary>
    public static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(10);

    /// <summary>The least that a compiler's threads have (that of Windows).</summary>
    public const int StackBytes = 1 << 20;

    private static readonly CSharpCompilation Empty = Consumer.Compilation("", framework: "net10.0");

    private FuzzRun(FuzzCase from, SyntaxTree declaration, GeneratorRunResult result, string? fault)
    {
        Fault = fault;
        Case = from;
        Declaration = declaration;
        Result = result;
    }

    public FuzzCase Case { get; }

    /// <summary>The annotated class, in a namespace that only this case has.</summary>
    public SyntaxTree Declaration { get; }

    public GeneratorRunResult Result { get; }

    /// <summary>What is wrong, and how to see it again; null if nothing is.</summary>
    public string? Fault { get; }

    /// <summary>Where the class and all that is emitted for it stands.</summary>
    public static string NamespaceOf(FuzzCase from) => $"Case{from.Seed}";

    public static FuzzRun Of(FuzzCase from)
    {
        var declaration = CSharpSyntaxTree.ParseText(
            $"namespace {NamespaceOf(from)}; /** <summary>All.</summary> */ [Pulse.PulseExchanges(\"{from.Project.Service}\")] public static partial class Events;",
            Consumer.Parsing(LanguageVersion.CSharp12),
            NamespaceOf(from) + ".cs"
        );
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new PulseGenerator().AsSourceGenerator()],
            from.Project.Files.Select(file => new ReferenceText(file.Path, file.Text)),
            Consumer.Parsing(LanguageVersion.CSharp12),
            new ReferenceOptions()
        );
        var compilation = Empty.ReplaceSyntaxTree(Empty.SyntaxTrees[0], declaration);

        var (bytes, started) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
        driver = driver.RunGenerators(compilation);
        (bytes, var time) = (GC.GetAllocatedBytesForCurrentThread() - bytes, Stopwatch.GetElapsedTime(started));

        var result = driver.GetRunResult().Results.Single();
        var fault =
            result.Exception is { } exception ? $"An exception left the generator: {exception}"
            : result.Diagnostics.Any(diagnostic => diagnostic.Id == "PULSE008")
                ? $"The engine failed: {string.Join("\n", result.Diagnostics)}"
            : bytes > MaxBytes ? $"{bytes:N0} bytes were allocated."
            : time > MaxTime ? $"It took {time}."
            : null;
        return new(from, declaration, result, fault is null ? null : $"{fault}\n{from}");
    }

    /// <summary>Runs the generator over one project, on as small a stack as a compiler's.</summary>
    public static FuzzRun OnSmallStack(FuzzProject project)
    {
        FuzzRun? run = null;
        var thread = new Thread(() => run = Of(new(0, project)), StackBytes) { IsBackground = true };
        thread.Start();
        Assert.True(thread.Join(MaxTime), "It does not come to an end.");
        return run!;
    }

    /// <summary>Whether what was emitted compiles by itself.</summary>
    public bool IsCompiled(out string errors)
    {
        errors = string.Join("\n", CompilerFaults([this]).Select(fault => fault[..Math.Min(1000, fault.Length)]));
        return errors.Length == 0;
    }

    /// <summary>Compiles what was emitted for several cases, all at once, and tells which of them does not compile.</summary>
    public static IEnumerable<string> CompilerFaults(IReadOnlyCollection<FuzzRun> runs)
    {
        using var image = new MemoryStream();
        var errors = Empty
            .RemoveAllSyntaxTrees()
            .AddSyntaxTrees(runs.SelectMany(run => run.Trees))
            .Emit(image)
            .Diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning);
        foreach (var errorsOfTree in errors.GroupBy(error => error.Location.SourceTree))
        {
            var first = errorsOfTree.First();
            var at = first.Location.GetLineSpan().StartLinePosition.Line;
            var lines = errorsOfTree.Key?.GetText().Lines.Skip(at - 3).Take(7);
            var guilty = runs.FirstOrDefault(run => run.Trees.Contains(errorsOfTree.Key));
            yield return $"What was emitted does not compile: {first}\n{string.Join("\n", lines ?? [])}\n{guilty?.Case}";
        }
    }

    private IEnumerable<SyntaxTree> Trees =>
        Result.GeneratedSources.Select(source => source.SyntaxTree).Prepend(Declaration);
}
