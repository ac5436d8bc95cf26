using Pulse.References.Diagnostics;
using Pulse.References.Indexing;
using Pulse.References.Scanning;
using Pulse.References.Specs;

namespace Pulse.References.Tests;

/// <summary>Compiles services from files or from a few lines of JSON.</summary>
internal static class Services
{
    /// <summary>The files of a tree of references, scanned.</summary>
    public static List<InputFile> Files(string root) =>
        [.. Repository.JsonFiles(root).Select(file => FileScanner.Scan(file.Key, file.Value))];

    public static CompiledService Compile(IEnumerable<InputFile> files, string service) =>
        ServiceCompiler.Compile(ServiceDocuments.Find(new DocumentIndex(files), service), "Events");

    /// <summary>A service <c>test/v1</c> with one exchange, <c>thing</c>, whose message has this schema; more documents by their ids.</summary>
    public static CompiledService Compile(string messageSchema, params (string Id, string Json)[] documents) =>
        Compile(
            [
                FileScanner.Scan("exchanges.json", Reference()),
                FileScanner.Scan("thing.json", WithId(messageSchema, "/schemas/test/v1/thing.json#")),
                .. documents.Select(document =>
                    FileScanner.Scan(
                        document.Id + ".json",
                        WithId(document.Json, $"/schemas/test/v1/{document.Id}.json#")
                    )
                ),
            ],
            "test"
        );

    /// <summary>A service <c>test/v1</c> with an exchange for each message, named like it, and more documents.</summary>
    public static ServiceSpec CompileMessages(
        IReadOnlyList<(string Name, string Json)> messages,
        IReadOnlyList<(string Name, string Json)> documents,
        string routingKey = "[]"
    )
    {
        var entries = messages.Select(message =>
            $$"""
                { "type": "topic-exchange", "exchange": "{{message.Name}}", "name": "on-{{message.Name}}", "title": "T", "description": "D", "routingKey": {{routingKey}}, "schema": "v1/{{message.Name}}.json#" }
                """
        );
        var compiled = Compile(
            [
                FileScanner.Scan(
                    "exchanges.json",
                    $$"""
                    { "$schema": "/schemas/common/exchanges-reference-v0.json#", "serviceName": "test", "apiVersion": "v1", "title": "T", "description": "D", "exchangePrefix": "exchange/test/v1/", "entries": [{{string.Join(
                        ",",
                        entries
                    )}}] }
                    """
                ),
                .. messages
                    .Concat(documents)
                    .Select(document => FileScanner.Scan($"schemas/test/v1/{document.Name}.json", document.Json)),
            ],
            "test"
        );
        Assert.Empty(compiled.Mistakes());
        return compiled.Spec!;
    }

    public static string Reference(
        string entryName = "thingHappened",
        string routingKey = "[]",
        string schema = "v1/thing.json#"
    ) =>
        $$"""
            {
              "$schema": "/schemas/common/exchanges-reference-v0.json#",
              "serviceName": "test", "apiVersion": "v1", "title": "T", "description": "D", "exchangePrefix": "exchange/test/v1/",
              "entries": [
                {
                  "type": "topic-exchange", "exchange": "thing", "name": "{{entryName}}", "title": "T", "description": "D",
                  "routingKey": {{routingKey}}, "schema": "{{schema}}"
                }
              ]
            }
            """;

    /// <summary>What was reported, but for what a reference leaves out and nothing hangs on.</summary>
    public static IReadOnlyList<InputDiagnostic> Mistakes(this CompiledService compiled) =>
        [.. compiled.Diagnostics.Where(diagnostic => diagnostic.Rule.Severity != RuleSeverity.Info)];

    private static string WithId(string schema, string id) =>
        schema.TrimStart()[..1] + $"\"$id\": \"{id}\", " + schema.TrimStart()[1..];
}
