using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Pulse.Generators.Tests;

/// <summary>A project that uses the generator, compiled in memory as strictly as the compiler can.</summary>
internal static class Consumer
{
    public const string QueueEvents = """
        namespace Sample;

        /// <summary>The queue's events.</summary>
        [Pulse.PulseExchanges("queue/v1")]
        public static partial class QueueEvents;
        """;

    /// <summary>A class for each of the six services, by their names.</summary>
    public static IReadOnlyDictionary<string, string> AllServices { get; } =
        new Dictionary<string, string>
        {
            ["auth"] = "AuthEvents",
            ["github"] = "GithubEvents",
            ["hooks"] = "HooksEvents",
            ["notify"] = "NotifyEvents",
            ["queue"] = "QueueEvents",
            ["worker-manager"] = "WorkerManagerEvents",
        };

    public static string AllEvents { get; } =
        string.Join(
            "\n",
            AllServices.Select(service =>
                $"[Pulse.PulseExchanges(\"{service.Key}/v1\")] internal static partial class {service.Value};"
            )
        );

    public static IReadOnlyList<ReferenceText> Taskcluster { get; } =
    [
        .. Directory
            .EnumerateFiles(Repository.TaskclusterSchemas, "*.json", SearchOption.AllDirectories)
            .OrderBy(path => path, StringComparer.Ordinal)
            .Select(path => new ReferenceText(path, File.ReadAllText(path))),
    ];

    public static CSharpCompilation Compilation(
        string source,
        LanguageVersion version = LanguageVersion.CSharp12,
        string framework = "net8.0"
    ) =>
        CSharpCompilation.Create(
            "Consumer",
            [CSharpSyntaxTree.ParseText(source, Parsing(version), "Consumer.cs")],
            References(framework),
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                nullableContextOptions: NullableContextOptions.Enable,
                warningLevel: 9999,
                generalDiagnosticOption: ReportDiagnostic.Error
            )
        );

    public static CSharpParseOptions Parsing(LanguageVersion version) => new(version, DocumentationMode.Diagnose);

    private static IEnumerable<MetadataReference> References(string framework) =>
        [
            .. framework == "net8.0" ? Net80.References.All : Net100.References.All,
            MetadataReference.CreateFromFile(Repository.OutputOf("src/Pulse.Runtime", framework, "Pulse.Runtime.dll")),
        ];
}
