using System.Text.Json.Nodes;
using Pulse.Decoding;

namespace Pulse.Taskcluster.Tests;

/// <summary>
/// Changes a message to what a later version of its service may send. Free-form JSON and maps stay as they
/// are: all that is in them is known.
/// </summary>
internal static class LaterVersion
{
    public const string UnknownText = "of-a-later-version";

    /// <summary>Adds fields that no type knows to every record.</summary>
    public static void AddFields(JsonNode message, Type type)
    {
        foreach (var (record, _) in Walk(message, type).Where(part => IsRecord(part.Type)).ToList())
        {
            record.AsObject().Insert(0, "newFirst", JsonNode.Parse("""{ "a": [1, { "b": null }], "status": {} }"""));
            record.AsObject().Add("newLast", UnknownText);
        }
    }

    /// <summary>Gives the first open enum a value that no type knows; false if there is no open enum.</summary>
    public static bool ChangeEnum(JsonNode message, Type type)
    {
        var (text, _) = Walk(message, type).FirstOrDefault(part => IsOpenEnum(part.Type));
        text?.ReplaceWith(UnknownText);
        return text is not null;
    }

    /// <summary>A part of a message with its type, and all the typed parts inside it.</summary>
    private static IEnumerable<(JsonNode Json, Type Type)> Walk(JsonNode json, Type type)
    {
        IEnumerable<(JsonNode? Json, Type Type)> inside = json switch
        {
            JsonObject record when IsRecord(type) => record.Select(field =>
                (field.Value, type.GetProperty(Same.Pascal(field.Key))!.PropertyType)
            ),
            JsonArray list when IsList(type) => list.Select(item => (item, type.GetGenericArguments()[0])),
            _ => [],
        };
        return inside
            .Where(part => part.Json is not null)
            .SelectMany(part => Walk(part.Json!, Nullable.GetUnderlyingType(part.Type) ?? part.Type))
            .Prepend((json, type));
    }

    private static bool IsRecord(Type type) => type.IsClass && IsPayload(type);

    private static bool IsOpenEnum(Type type) => type.IsValueType && IsPayload(type);

    private static bool IsList(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>);

    private static bool IsPayload(Type type) =>
        type.GetInterfaces()
            .Any(implemented =>
                implemented.IsGenericType && implemented.GetGenericTypeDefinition() == typeof(IPayload<>)
            );
}
