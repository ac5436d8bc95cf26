namespace Pulse.Generators.Tests.Fuzzing;

/// <summary>
/// Mutations of real references and schemas: whatever they say, no exception leaves the generator, what it
/// emits compiles without a warning, and a run stays within bounds of time, memory and stack. The same ones
/// each time. The environment variable <c>PULSE_FUZZ_MUTATIONS</c> says how many of each corpus (50000 is
/// the long form), <c>PULSE_FUZZ_SEED</c> where to begin: each mutation has a number of its own.
/// </summary>
public class FuzzTests
{
    private const int BatchSize = 50;
    private const int MaxFaults = 10;

    [Fact]
    public void Mutations_of_our_references_neither_crash_the_generator_nor_break_what_it_emits() =>
        Fuzz(Repository.TaskclusterSchemas);

    [Fact]
    public void Mutations_of_Taskclusters_own_references_neither_crash_the_generator_nor_break_what_it_emits()
    {
        // Their documents lie beside the repository where it is developed, not everywhere it is built.
        if (Directory.Exists(Repository.PublishedReferences))
            Fuzz(Repository.PublishedReferences);
    }

    private static void Fuzz(string folder)
    {
        var corpus = FuzzCorpus.Of(folder);
        var (first, count) = (Setting.Of("PULSE_FUZZ_SEED", 0), Setting.Of("PULSE_FUZZ_MUTATIONS", 300));
        var seen = new HashSet<string>();
        var faults = new List<string>();
        var emitting = 0;
        foreach (var seeds in Enumerable.Range(first, count).Chunk(BatchSize))
        {
            var runs = Run([.. seeds.Select(seed => FuzzCase.Of(corpus, seed))], faults);
            emitting += runs.Count(run => run.Result.GeneratedSources.Length > 1);
            // What is emitted as before has been compiled before.
            faults.AddRange(FuzzRun.CompilerFaults([.. runs.Where(run => seen.Add(Fingerprint(run)))]));
            Assert.True(faults.Count < MaxFaults, string.Join("\n\n", faults));
        }

        Assert.True(faults.Count == 0, string.Join("\n\n", faults));
        Assert.True(emitting > count / 3, $"Only {emitting} of {count} emitted anything: too few to show anything.");
    }

    /// <summary>Runs cases on a stack of known size, one after the other, and not for ever.</summary>
    private static List<FuzzRun> Run(List<FuzzCase> cases, List<string> faults)
    {
        var runs = new List<FuzzRun>();
        var next = 0;
        void RunAll()
        {
            for (; next < cases.Count; next++)
            {
                var run = FuzzRun.Of(cases[next]);
                if (run.Fault is { } fault)
                    faults.Add(fault);
                else
                    runs.Add(run);
            }
        }

        var thread = new Thread(RunAll, FuzzRun.StackBytes) { IsBackground = true };
        thread.Start();
        if (!thread.Join(FuzzRun.MaxTime * cases.Count))
            Assert.Fail($"It does not come to an end: {cases[next]}");
        return runs;
    }

    private static string Fingerprint(FuzzRun run)
    {
        var text = string.Concat(run.Result.GeneratedSources.Select(source => source.SourceText.ToString()))
            .Replace(FuzzRun.NamespaceOf(run.Case), "Case", StringComparison.Ordinal);
        return Convert.ToHexString(
            System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.Unicode.GetBytes(text))
        );
    }
}
