using System.Collections;
using System.Text.Json;

namespace Pulse.Decoding.Tests.Differential;

/// <summary>The parts of a record that have no type.</summary>
internal static class FreeFormJson
{
    public static IEnumerable<JsonElement> In(object? value) =>
        value switch
        {
            null or string => [],
            JsonElement json => [json],
            IEnumerable items => items.Cast<object?>().SelectMany(In),
            _ when IsPlain(value.GetType()) => [],
            _ => value
                .GetType()
                .GetProperties()
                .Where(property => !property.GetMethod!.IsStatic)
                .SelectMany(property => In(property.GetValue(value))),
        };

    /// <summary>Whether all names and strings are valid Unicode: no lone surrogate, no invalid UTF-8.</summary>
    public static bool IsUnicode(JsonElement json)
    {
        try
        {
            return json.ValueKind switch
            {
                JsonValueKind.Object => json.EnumerateObject()
                    .All(property => property.Name.Length >= 0 && IsUnicode(property.Value)),
                JsonValueKind.Array => json.EnumerateArray().All(IsUnicode),
                JsonValueKind.String => json.GetString()!.Length >= 0,
                _ => true,
            };
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static bool IsPlain(Type type) =>
        type.Namespace == nameof(System) || type.IsPrimitive || TypeShapes.IsOpenEnum(type);
}
