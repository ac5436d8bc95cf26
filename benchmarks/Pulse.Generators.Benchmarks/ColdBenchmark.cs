using System.Diagnostics;
using System.Globalization;

namespace Pulse.Generators.Benchmarks;

/// <summary>
/// Measures the generator's cost in a fresh compiler process, with six services. The baseline compiles the emitted code as
/// sources, with a generator that does nothing.
/// </summary>
internal static class ColdBenchmark
{
    /// <param name="rounds">The number of rounds for each.</param>
    /// <param name="others">Folders with other builds of this program, whose generators are measured as well.</param>
    public static void Run(int rounds, IReadOnlyList<string> others)
    {
        var folder = Directory.CreateTempSubdirectory("pulse-cold-").FullName;
        try
        {
            var emitted = Path.Combine(folder, "emitted");
            Directory.CreateDirectory(emitted);
            var pulse = Arguments(folder, "pulse", Analyzers(AppContext.BaseDirectory), Places.Taskcluster);
            Compile([.. pulse, "-generatedfilesout:" + emitted]);
            var nothing = Arguments(
                folder,
                "nothing",
                [Places.Beside("Pulse.Generators.Benchmarks.dll")],
                Places.Taskcluster,
                Directory.EnumerateFiles(emitted, "*.cs", SearchOption.AllDirectories)
            );
            var generators = others
                .Select((other, number) => Arguments(folder, $"other{number}", Analyzers(other), Places.Taskcluster))
                .Prepend(pulse);

            var samples = Samples.Interleaved(
                rounds,
                [.. generators.Prepend(nothing).Select(arguments => (Func<int, Action>)(_ => () => Compile(arguments)))]
            );
            Console.WriteLine("| A fresh compiler process | median | over doing nothing |");
            Console.WriteLine("|---|---|---|");
            Print("do nothing, with the emitted code as sources", samples[0], samples[0]);
            Print("Pulse", samples[1], samples[0]);
            for (var number = 0; number < others.Count; number++)
                Print($"Pulse in {Path.GetRelativePath(".", others[number])}", samples[number + 2], samples[0]);
            Console.WriteLine();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<string> Analyzers(string folder) =>
        OtherBuild.Files.Select(file => Path.Combine(folder, file)).Where(File.Exists);

    private static List<string> Arguments(
        string folder,
        string name,
        IEnumerable<string> analyzers,
        IEnumerable<string> references,
        IEnumerable<string>? emitted = null
    )
    {
        var sources = SampleProject
            .Classes.Concat(Enumerable.Range(0, 10).Select(number => SampleProject.Ordinary(number)))
            .Select(
                (source, number) =>
                {
                    var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{name}{number}.cs"));
                    File.WriteAllText(path, source);
                    return path;
                }
            )
            .ToList();
        var config = Path.Combine(folder, name + ".globalconfig");
        File.WriteAllLines(
            config,
            references
                .Select(reference => $"[{reference}]\nbuild_metadata.AdditionalFiles.PulseReference = true")
                .Prepend("is_global = true")
        );
        return
        [
            "-noconfig",
            "-nologo",
            "-target:library",
            "-nullable:enable",
            "-nowarn:CS8795,CS0612,CS0618",
            "-out:" + Path.Combine(folder, name + ".dll"),
            "-analyzerconfig:" + config,
            .. Directory.EnumerateFiles(Places.ReferencePack, "*.dll").Select(assembly => "-reference:" + assembly),
            "-reference:" + Places.Beside("Pulse.Runtime.dll"),
            .. analyzers.Select(analyzer => "-analyzer:" + analyzer),
            .. references.Select(reference => "-additionalfile:" + reference),
            .. sources,
            .. emitted ?? [],
        ];
    }

    private static void Compile(List<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(Places.Compiler);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0 || output.Contains("warning CS8", StringComparison.Ordinal))
            throw new InvalidOperationException(output);
    }

    private static void Print(string what, Samples samples, Samples nothing) =>
        Console.WriteLine(
            FormattableString.Invariant($"| {what} | {samples} | {samples.Median - nothing.Median:F0} ms |")
        );
}
