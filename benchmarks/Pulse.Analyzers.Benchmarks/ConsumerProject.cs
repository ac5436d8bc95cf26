using System.Diagnostics;
using System.Globalization;
using System.Text;
using Pulse.Generators.Analysis;

namespace Pulse.Analyzers.Benchmarks;

/// <summary>A project in a temporary folder: ordinary code, and in each file some that the analyzers look at.</summary>
internal sealed class ConsumerProject : IDisposable
{
    private static readonly string[] Engine =
    [
        "Pulse.Generators",
        "Pulse.References",
        "NJsonSchema",
        "Namotion.Reflection",
        "Newtonsoft.Json",
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pulse-analyzers-");

    public static ConsumerProject Write(int files)
    {
        var project = new ConsumerProject();
        for (var number = 0; number < files; number++)
            project.WriteFile($"Service{number}.cs", Source(number));

        var ours = AppContext.BaseDirectory;
        var engine = string.Join("\n    ", Engine.Select(name => $"<Analyzer Include=\"{ours}{name}.dll\" />"));
        project.WriteFile(
            "Consumer.csproj",
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <UseSharedCompilation>false</UseSharedCompilation>
              </PropertyGroup>
              <ItemGroup>
                <Reference Include="{ours}Pulse.Runtime.dll" />
                <Reference Include="{ours}Pulse.Taskcluster.dll" />
                {engine}
                <GlobalAnalyzerConfigFiles Include="off.globalconfig" Condition="'$(PulseAnalyzers)' == 'off'" />
              </ItemGroup>
            </Project>
            """
        );

        // An analyzer whose rules are all off is not run; the generator runs in both.
        var rules = new PulseAnalyzer().SupportedDiagnostics.Select(rule =>
            $"dotnet_diagnostic.{rule.Id}.severity = none"
        );
        project.WriteFile("off.globalconfig", $"is_global = true\n{string.Join("\n", rules)}\n");
        return project;
    }

    public void Build(string analyzers)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardOutput = true,
            ArgumentList =
            {
                "build",
                "--no-incremental",
                "-nologo",
                "-v:q",
                "-nodeReuse:false",
                $"-p:PulseAnalyzers={analyzers}",
            },
        };
        using var build = Process.Start(start)!;
        var output = build.StandardOutput.ReadToEnd();
        build.WaitForExit();
        if (build.ExitCode != 0)
            throw new InvalidOperationException(output);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private void WriteFile(string name, string text) => File.WriteAllText(Path.Combine(_folder.FullName, name), text);

    private static string Source(int number)
    {
        var methods = new StringBuilder();
        for (var method = 0; method < 12; method++)
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
