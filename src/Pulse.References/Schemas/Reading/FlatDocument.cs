using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using Newtonsoft.Json.Serialization;
using NJsonSchema;
using NJsonSchema.Infrastructure;
using NJsonSchema.References;
using Pulse.References.Schemas.Flattening;

namespace Pulse.References.Schemas.Reading;

/// <summary>
/// The one document that NJsonSchema gets to see: all flat schemas, with local <c>$ref</c>s only. Any other one is an
/// error; nothing is opened and nothing is fetched, whatever a schema says.
/// </summary>
internal sealed class FlatDocument : JsonReferenceResolver
{
    private FlatDocument()
        : base(new NoAppender()) { }

    /// <summary>NJsonSchema's objects, in the order of the schemas' numbers.</summary>
    public static IEnumerable<JsonSchema> Load(IReadOnlyList<FlatSchema> schemas)
    {
        var groups = new JObject();
        for (var first = 0; first < schemas.Count; first += FlatSchema.GroupSize)
        {
            var group = new JObject();
            foreach (var schema in schemas.Skip(first).Take(FlatSchema.GroupSize))
                group[$"{group.Count}"] = schema.Json;
            groups[$"{groups.Count}"] = new JObject { ["properties"] = group };
        }

        var json = new JObject { ["properties"] = groups }.ToString(Formatting.None);
        var reading = JsonSchemaSerialization.FromJsonAsync<JsonSchema>(
            json,
            SchemaType.JsonSchema,
            documentPath: null,
            _ => new FlatDocument(),
            FlatSchemaContracts.Instance,
            CancellationToken.None
        );

        // Nothing here ever waits, so the task is complete; if it were not, blocking could hang the compiler.
        var root = reading.IsCompleted
            ? reading.GetAwaiter().GetResult()
            : throw new InvalidOperationException("Schemas are read from memory only.");
        return Enumerable
            .Range(0, groups.Count)
            .Select(group => root.Properties[$"{group}"].Properties)
            .SelectMany(group => Enumerable.Range(0, group.Count).Select(number => group[$"{number}"]));
    }

    /// <summary>Every <c>$ref</c> has the form of <see cref="FlatSchema.PointTo"/>, so its target is looked up directly.</summary>
    public override IJsonReference ResolveDocumentReference(
        object rootObject,
        string jsonPath,
        Type targetType,
        IContractResolver contractResolver
    )
    {
        var path = jsonPath.Split('/');
        return ((JsonSchema)rootObject).Properties[path[2]].Properties[path[4]];
    }

    public override Task<IJsonReference> ResolveUrlReferenceAsync(
        string url,
        CancellationToken cancellationToken = default
    ) => throw new InvalidOperationException($"A flat schema cannot point to a URL: '{url}'.");

    public override Task<IJsonReference> ResolveFileReferenceAsync(
        string filePath,
        CancellationToken cancellationToken = default
    ) => throw new InvalidOperationException($"A flat schema cannot point to a file: '{filePath}'.");

    /// <summary>NJsonSchema copies whatever it resolves into the root's <c>definitions</c>, in varying order; this prevents it.</summary>
    private sealed class NoAppender() : JsonSchemaAppender(new JsonSchema(), new DefaultTypeNameGenerator())
    {
        public override void AppendSchema(JsonSchema schema, string? typeNameHint) { }
    }
}
