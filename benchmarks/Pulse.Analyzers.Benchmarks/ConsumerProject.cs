using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Pulse.Generators.Analysis;

namespace Pulse.Analyzers.Benchmarks;

/// <summary>A project in a temporary folder. Each file has ordinary code and some code that the analyzers check.</summary>
internal sealed class ConsumerProject : IDisposable
{
    private static readonly string[] Engine =
    [
        "Pulse.Generators",
        "Pulse.References",
        "NJsonSchema",
        "NJsonSchema.Annotations",
        "Namotion.Reflection",
        "Newtonsoft.Json",
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pulse-analyzers-");
    private readonly IReadOnlyList<string> _compiler;

    public ConsumerProject(int files)
    {
        for (var number = 0; number < files; number++)
            WriteFile($"Service{number}.cs", Source(number));

        var ours = AppContext.BaseDirectory;
        var engine = string.Join("\n    ", Engine.Select(name => $"<Analyzer Include=\"{ours}{name}.dll\" />"));
        WriteFile(
            "Consumer.csproj",
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup>
                <Reference Include="{ours}Pulse.Runtime.dll" />
                <Reference Include="{ours}Pulse.Taskcluster.dll" />
                {engine}
              </ItemGroup>
            </Project>
            """
        );

        // The compiler does not run an analyzer whose rules are all off. The generator always runs.
        var rules = new PulseAnalyzer().SupportedDiagnostics.Select(rule =>
            $"dotnet_diagnostic.{rule.Id}.severity = none"
        );
        WriteFile("off.globalconfig", $"is_global = true\n{string.Join("\n", rules)}\n");
        _compiler = AskBuildForCompiler();
    }

    /// <summary>The compiler's arguments that turn our analyzers off.</summary>
    public const string WithoutAnalyzers = "-analyzerconfig:off.globalconfig";

    /// <summary>Compiles in a fresh process, as the project's build does, including the SDK's own analyzers.</summary>
    /// <param name="more">More arguments than those of the build.</param>
    /// <returns>The compiler's output.</returns>
    public string Compile(params IEnumerable<string> more) => Run([.. _compiler, .. more]);

    public void Dispose() => _folder.Delete(recursive: true);

    private List<string> AskBuildForCompiler()
    {
        var answer = JsonNode.Parse(
            Run([
                "build",
                "-nologo",
                "-nodeReuse:false",
                "-t:Compile",
                "-p:ProvideCommandLineArgs=true",
                "-p:SkipCompilerExecution=true",
                "-getProperty:RoslynTargetsPath",
                "-getItem:CscCommandLineArgs",
            ])
        )!;
        return
        [
            "exec",
            Path.Combine((string)answer["Properties"]!["RoslynTargetsPath"]!, "bincore", "csc.dll"),
            .. answer["Items"]!["CscCommandLineArgs"]!.AsArray().Select(argument => (string)argument!["Identity"]!),
        ];
    }

    private string Run(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException(output);
    }

    private void WriteFile(string name, string text) => File.WriteAllText(Path.Combine(_folder.FullName, name), text);

    private static string Source(int number)
    {
        var methods = new StringBuilder();
        for (var method = 0; method < 2; method++)
        {
            methods.Append(
                CultureInfo.InvariantCulture,
                $$"""

                    public async Task<int> Step{{method}}Async(string name, CancellationToken token)
                    {
                        var entry = new Entry { Name = name.Trim().ToLowerInvariant(), Count = _entries.Count + {{method}} };
                        foreach (var known in _entries.Where(one => one.Count > {{method}}).OrderBy(one => one.Name))
                            entry = entry with { Count = entry.Count + Math.Max(known.Count, {{method}}) };
                        _entries.Add(entry);
                        await Task.Delay(entry.Count, token).ConfigureAwait(false);
                        Console.WriteLine($"{entry.Name}: {entry.Count}, {string.Join(", ", _entries.Select(one => one.Name))}");
                        return entry.Count;
                    }

                """
            );
        }

        return $$"""
            using Pulse;

            namespace Consumer;

            public sealed class Service{{number}}
            {
                private readonly List<Entry> _entries = [];

                public Task<PulseQueue> ConsumeAsync(PulseConnection pulse) =>
                    pulse
                        .Queue("service-{{number}}")
                        .On(new QueueEvents.TaskDefined { WorkerType = "w-{{number}}" }, d => Console.WriteLine(d.Payload))
                        .On(QueueEvents.TaskCompleted.Route("index.gecko.#"), d => Console.WriteLine(d.Routes))
                        .On(Binding.To("exchange/build/normalized", "build.#"), async d => await Step0Async(d.Routing, default))
                        .ConsumeAsync();
            {{methods}}
                private sealed record Entry
                {
                    public required string Name { get; init; }

                    public int Count { get; init; }
                }
            }
            """;
    }
}
