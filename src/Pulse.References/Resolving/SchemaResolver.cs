using Newtonsoft.Json.Linq;
using Newtonsoft.Json.Serialization;
using NJsonSchema;
using NJsonSchema.References;
using Pulse.References.Parsing;

namespace Pulse.References.Resolving;

/// <summary>
/// Reads a service's schemas with NJsonSchema, which resolves their <c>$ref</c>s. Every document
/// comes from memory: a URI that no file has is an error, never a request.
/// </summary>
internal sealed class SchemaResolver : JsonReferenceResolver
{
    private static readonly IContractResolver ContractResolver = JsonSchema.CreateJsonSerializerContractResolver(SchemaType.JsonSchema);

    private readonly IReadOnlyDictionary<string, JToken> _documents;

    /// <param name="documents">The checked documents, by their URIs.</param>
    public SchemaResolver(IReadOnlyDictionary<string, JToken> documents)
        : base(new NoAppender())
    {
        _documents = documents;
    }

    /// <summary>The documents that were read so far, by their URIs.</summary>
    public SortedDictionary<string, JsonSchema> Read { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads the document of a URI and all that it reaches.</summary>
    public JsonSchema Resolve(string uri) =>
        (JsonSchema)Result(ResolveReferenceWithoutAppendAsync(new JsonSchema(), uri, typeof(JsonSchema), ContractResolver));

    public override async Task<IJsonReference> ResolveUrlReferenceAsync(string url, CancellationToken cancellationToken = default)
    {
        if (!_documents.TryGetValue(url, out var document))
            throw new InvalidOperationException($"No document has the id '{SchemaUri.Display(url)}'.");
        var schema = await JsonSchema.FromJsonAsync(document.ToString(Newtonsoft.Json.Formatting.None), url, _ => this, cancellationToken).ConfigureAwait(false);
        Read[url] = schema;
        return schema;
    }

    public override Task<IJsonReference> ResolveFileReferenceAsync(string filePath, CancellationToken cancellationToken = default) =>
        throw new InvalidOperationException($"A schema cannot point to a file: '{filePath}'.");

    // Nothing here ever waits, so the task is complete; were it not, blocking could hang the compiler.
    private static IJsonReference Result(Task<IJsonReference> task) =>
        task.IsCompleted ? task.GetAwaiter().GetResult() : throw new InvalidOperationException("Schemas are resolved from memory only.");

    /// <summary>NJsonSchema copies what it resolves into the root's <c>definitions</c>, in an order that varies; we want neither.</summary>
    private sealed class NoAppender() : JsonSchemaAppender(new JsonSchema(), new DefaultTypeNameGenerator())
    {
        public override void AppendSchema(JsonSchema schema, string? typeNameHint)
        {
        }
    }
}
