using Pulse.References.Emitting;
using Pulse.References.Emitting.Writing;
using Pulse.References.Indexing;
using Pulse.References.Scanning;

namespace Pulse.References;

/// <summary>
/// Compiles a small service once per process, in the background. The engine's first run takes a quarter of a second,
/// nearly all of it for compiling the engine and NJsonSchema to machine code. On another thread, that happens while the
/// C# compiler is still looking for classes with the attribute. The result is discarded.
/// </summary>
internal static class EngineWarmup
{
    private static readonly Lazy<Task> Running = new(() => Task.Run(Try));

    /// <summary>Starts the warmup, once per process.</summary>
    public static void Start() => _ = Running.Value;

    /// <summary>
    /// Waits until the warmup has completed. If it has not found a free thread yet, it runs on this one; that is why there is
    /// no cancellation: with a token, <see cref="Task.Wait()"/> would wait for a thread.
    /// </summary>
    public static void Wait() => Running.Value.Wait();

    private static void Try()
    {
        try
        {
            Compile();
        }
        catch (Exception)
        {
            // If this fails, for example because an assembly is missing, the real run fails too, and reports it.
        }
    }

    /// <summary>Compiles the service of the warmup.</summary>
    public static CompiledService Compile()
    {
        var files = new[]
        {
            FileScanner.Scan("references/first/v1/exchanges.json", Reference),
            FileScanner.Scan("schemas/first/v1/run.json", Schema),
        };
        var service = ServiceCompiler.Compile(ServiceDocuments.Find(new DocumentIndex(files), "first/v1"), "First");
        if (service.Spec is { } spec)
            _ = new ServiceEmitter(new TargetClass("Pulse", default, "First", IsVisible: true), "First")
                .Emit(spec)
                .Count();
        return service;
    }

    // One of everything that references and schemas consist of.
    private const string Reference = """
        {
          "$schema": "/schemas/common/exchanges-reference-v0.json#",
          "serviceName": "first", "apiVersion": "v1", "title": "First", "description": "The `first` run.",
          "exchangePrefix": "exchange/first/v1/",
          "entries": [
            {
              "type": "topic-exchange", "exchange": "run", "name": "run", "title": "Run", "description": "One run.\n\nNo other.",
              "routingKey": [
                { "name": "kind", "summary": "Always one.", "constant": "primary", "required": true, "multipleWords": false },
                { "name": "runId", "summary": "Which.", "required": true, "multipleWords": false },
                { "name": "reserved", "summary": "More.", "required": false, "multipleWords": true }
              ],
              "schema": "v1/run.json#"
            }
          ]
        }
        """;

    private const string Schema = """
        {
          "$schema": "http://json-schema.org/draft-06/schema#", "$id": "/schemas/first/v1/run.json#",
          "title": "Run", "description": "A `run`.", "type": "object", "additionalProperties": false,
          "required": ["runId", "state", "started", "attempts"],
          "definitions": { "named": { "type": "object", "properties": { "name": { "type": "string", "title": "Name" } } } },
          "properties": {
            "runId": { "type": "string", "pattern": "^[A-Za-z0-9_-]{22}$", "maxLength": 22 },
            "state": { "description": "Where it stands.", "type": "string", "enum": ["pending", "very-late"] },
            "started": { "type": "string", "format": "date-time" },
            "attempts": { "type": "integer", "minimum": 0, "maximum": 49 },
            "load": { "type": "number" },
            "isLast": { "type": "boolean" },
            "reason": { "type": ["string", "null"] },
            "tags": { "type": "object", "additionalProperties": { "type": "string" } },
            "parts": { "type": "array", "items": { "allOf": [{ "$ref": "#/definitions/named" }, { "required": ["name"] }] } },
            "result": { "oneOf": [{ "type": "string" }, { "$ref": "#/definitions/named" }, { "type": "null" }] },
            "extra": {}
          }
        }
        """;
}
