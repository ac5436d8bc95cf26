using Microsoft.CodeAnalysis;

namespace Pulse.Generators.Benchmarks;

/// <summary>Measures a keystroke and a changed schema in an editor, with six services in a project of 306 files.</summary>
internal static class EditingBenchmark
{
    /// <param name="rounds">The number of rounds for each.</param>
    /// <param name="others">Folders with other builds of this program, whose generators are measured as well.</param>
    public static void Run(int rounds, IReadOnlyList<string> others)
    {
        var compilation = SampleProject.Compilation([
            .. SampleProject.Classes,
            .. Enumerable.Range(0, SampleProject.OrdinaryFiles).Select(number => SampleProject.Ordinary(number)),
        ]);
        var files = Places.Taskcluster.Select(path => new ReferenceText(path, File.ReadAllText(path))).ToList();

        (string, IIncrementalGenerator)[] generators =
        [
            ("do nothing", new DoNothingGenerator()),
            ("look for an attribute that nobody has", new LookForAttributeGenerator("Pulse.NobodyHasThis")),
            (
                "find the six classes, do nothing with them",
                new LookForAttributeGenerator("Pulse.PulseExchangesAttribute")
            ),
            ("Pulse", new PulseGenerator()),
            .. others.Select(folder =>
                ($"Pulse in {Path.GetRelativePath(".", folder)}", OtherBuild.GeneratorIn(folder))
            ),
        ];
        Measure("One keystroke", rounds, generators, one => Editing(one, compilation, files, schemaChanges: false));
        Measure(
            "One schema changed (`task-status.json`)",
            rounds,
            generators,
            one => Editing(one, compilation, files, schemaChanges: true)
        );
        Measure("Everything from the start", rounds / 5, generators, one => Starting(one, compilation, files));
    }

    private static void Measure(
        string title,
        int rounds,
        (string What, IIncrementalGenerator Generator)[] generators,
        Func<IIncrementalGenerator, Func<int, Action>> work
    )
    {
        var works = generators.Select(one => work(one.Generator)).ToList();
        Samples.Interleaved(100, works); // Compiles the measured code.
        var samples = Samples.Interleaved(rounds, works);
        Console.WriteLine($"| {title} | median of the driver's run | over doing nothing |");
        Console.WriteLine("|---|---|---|");
        for (var i = 0; i < samples.Count; i++)
            Console.WriteLine(
                FormattableString.Invariant(
                    $"| {generators[i].What} | {samples[i]} | {samples[i].Median - samples[0].Median:F2} ms |"
                )
            );
        Console.WriteLine();
    }

    /// <summary>A compiler that is warm and has not seen the project: each round is all that the generator does.</summary>
    private static Func<int, Action> Starting(
        IIncrementalGenerator generator,
        Compilation compilation,
        List<ReferenceText> files
    ) =>
        _ =>
        {
            var driver = SampleProject.Driver(generator, files);
            return () => driver.RunGenerators(compilation);
        };

    /// <summary>An editor that has the project open: each round is an edit, and then the driver's run.</summary>
    private static Func<int, Action> Editing(
        IIncrementalGenerator generator,
        Compilation compilation,
        List<ReferenceText> files,
        bool schemaChanges
    )
    {
        var driver = SampleProject.Driver(generator, files).RunGenerators(compilation);
        var edits = 0;
        var current = compilation;
        var schema = files.Single(file => file.Path.EndsWith("task-status.json", StringComparison.Ordinal));
        var shown = schema;
        return _ =>
        {
            edits++;
            if (schemaChanges)
            {
                var changed = new ReferenceText(
                    schema.Path,
                    schema
                        .GetText()
                        .ToString()
                        .Replace("\"retriesLeft\"", $"\"retriesLeft{edits}\"", StringComparison.Ordinal)
                );
                driver = driver.ReplaceAdditionalText(shown, changed);
                shown = changed;
            }
            else
            {
                var file = SampleProject.Classes.Count + (edits % SampleProject.OrdinaryFiles);
                var tree = current.SyntaxTrees.ElementAt(file);
                current = current.ReplaceSyntaxTree(
                    tree,
                    SampleProject.Parse(SampleProject.Ordinary(file, edits), tree.FilePath)
                );
            }

            return () => driver = driver.RunGenerators(current);
        };
    }
}
