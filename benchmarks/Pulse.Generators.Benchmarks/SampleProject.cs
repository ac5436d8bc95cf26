using System.Globalization;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Pulse.Generators.Benchmarks;

/// <summary>A project of ordinary code and classes for the generator, as an editor's compiler keeps it.</summary>
internal static class SampleProject
{
    public const int OrdinaryFiles = 300;

    /// <summary>A class for each of the six services.</summary>
    public static IReadOnlyList<string> Classes { get; } =
    [
        .. new[] { "auth", "github", "hooks", "notify", "queue", "worker-manager" }.Select(
            (service, number) =>
                $$"""
                    namespace Sample;

                    /// <summary>A service's events.</summary>
                    [Pulse.PulseExchanges("{{service}}/v1")]
                    public static partial class Events{{number}};
                    """
        ),
    ];

    public static string Ordinary(int number, int edit = 0) =>
        $$"""
            using System;
            using System.Collections.Generic;

            namespace Sample;

            internal sealed class Ordinary{{number}}
            {
                private readonly Dictionary<string, int> _counts = new();

                [Obsolete("Edit {{edit}}.")]
                public int Edits => {{edit}};

                public void Count(string name)
                {
                    _counts.TryGetValue(name, out var count);
                    _counts[name] = count + 1;
                }

                public int Of(string name) => _counts.TryGetValue(name, out var count) ? count : 0;
            }
            """;

    public static CSharpCompilation Compilation(IEnumerable<string> sources) =>
        CSharpCompilation.Create(
            "Sample",
            sources.Select((source, number) => Parse(source, $"File{number}.cs")),
            [.. Net100.References.All, MetadataReference.CreateFromFile(Places.Beside("Pulse.Runtime.dll"))],
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                nullableContextOptions: NullableContextOptions.Enable
            )
        );

    public static SyntaxTree Parse(string source, string path) => CSharpSyntaxTree.ParseText(source, path: path);

    public static GeneratorDriver Driver(IIncrementalGenerator generator, IEnumerable<AdditionalText> files) =>
        CSharpGeneratorDriver.Create([generator.AsSourceGenerator()], files, optionsProvider: new ReferenceOptions());

    /// <summary>A service with a number of exchanges, each with its own schema.</summary>
    public static IReadOnlyList<AdditionalText> Exchanges(int count)
    {
        var entries = Enumerable
            .Range(0, count)
            .Select(i =>
                $$"""
                    { "type": "topic-exchange", "exchange": "e{{i}}", "name": "event{{i}}", "title": "T", "description": "An event.",
                      "routingKey": [{ "name": "taskId", "summary": "The task.", "required": true, "multipleWords": false },
                                     { "name": "reserved", "summary": "More.", "required": false, "multipleWords": true }],
                      "schema": "v1/message{{i}}.json#" }
                    """
            );
        return
        [
            new ReferenceText(
                "references/made/v1/exchanges.json",
                $$"""
                { "serviceName": "made", "apiVersion": "v1", "title": "Made", "description": "Made.", "exchangePrefix": "exchange/made/v1/",
                  "entries": [{{string.Join(",\n", entries)}}] }
                """
            ),
            new ReferenceText(
                "schemas/made/v1/status.json",
                """
                { "$id": "/schemas/made/v1/status.json#", "type": "object", "title": "Status", "required": ["taskId"],
                  "properties": { "taskId": { "type": "string", "maxLength": 22 }, "deadline": { "type": "string", "format": "date-time" } } }
                """
            ),
            .. Enumerable
                .Range(0, count)
                .Select(i => new ReferenceText(
                    string.Create(CultureInfo.InvariantCulture, $"schemas/made/v1/message{i}.json"),
                    $$"""
                    { "$id": "/schemas/made/v1/message{{i}}.json#", "type": "object", "title": "Message", "required": ["status", "runs"],
                      "properties": {
                        "status": { "$ref": "status.json#" },
                        "workerGroup": { "type": "string", "description": "Where it runs." },
                        "reason": { "type": "string", "enum": ["completed", "failed", "reason{{i}}"] },
                        "runs": { "type": "array", "items": {
                          "type": "object", "required": ["runId"],
                          "properties": { "runId": { "type": "integer" }, "started": { "type": "string", "format": "date-time" } } } } } }
                    """
                )),
        ];
    }
}
