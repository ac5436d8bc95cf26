using System.Collections;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Pulse.Decoding.Tests.Differential;

/// <summary>Compares a decoded value with <see cref="JsonDocument"/>'s view of the same bytes, property by property.</summary>
internal static class DocumentComparison
{
    /// <returns>Where they differ; null if nowhere.</returns>
    public static string? Difference(JsonElement? json, object? value, string path = "$")
    {
        if (json is not { } found)
            return value is null ? null : $"{path} is absent, not {value}";
        switch (value)
        {
            case null:
                return found.ValueKind == JsonValueKind.Null ? null : $"{path} is {found}, not null";
            case JsonElement element:
                return JsonMarshal.GetRawUtf8Value(found).SequenceEqual(JsonMarshal.GetRawUtf8Value(element))
                    ? null
                    : $"{path} is {found}, not {element}";
            case string text:
                return Scalar(found.GetString(), text, path);
            case bool boolean:
                return Scalar(found.GetBoolean(), boolean, path);
            case int number:
                return Scalar(found.GetInt32(), number, path);
            case long number:
                return Scalar(found.GetInt64(), number, path);
            case decimal number:
                return Scalar(found.GetDecimal(), number, path);
            case double number: // by their bits: -0 is not 0
                return Scalar(
                    BitConverter.DoubleToInt64Bits(found.GetDouble()),
                    BitConverter.DoubleToInt64Bits(number),
                    path
                );
            case DateOnly date:
                return Scalar(DateOnly.ParseExact(found.GetString()!, "O", CultureInfo.InvariantCulture), date, path);
            case DateTimeOffset time:
                if (!found.TryGetDateTime(out _))
                    return Scalar(DateTimeForms.Read(found.GetString()!), (DateTimeOffset?)time, path);
                var expected =
                    found.GetDateTime().Kind == DateTimeKind.Unspecified
                        ? new DateTimeOffset(found.GetDateTime(), TimeSpan.Zero)
                        : found.GetDateTimeOffset();
                return Scalar((expected, expected.Offset), (time, time.Offset), path);
        }

        var type = value.GetType();
        if (TypeShapes.IsOpenEnum(type))
            return Enum(found, type, value, path);
        if (Unions.IsUnion(type.BaseType!))
        {
            var expected = Unions.CaseOf(type.BaseType!, found);
            return Scalar(expected, type, path) ?? Difference(found, type.GetProperty("Value")!.GetValue(value), path);
        }

        return TypeShapes.IsRecord(type) ? Record(found, type, value, path)
            : IsMap(type) ? Map(Properties(found), value, path)
            : List(found, [.. ((IEnumerable)value).Cast<object?>()], path);
    }

    private static string? Scalar<T>(T expected, T got, string path) =>
        EqualityComparer<T>.Default.Equals(expected, got) ? null : $"{path} is {expected}, not {got}";

    private static string? Enum(JsonElement json, Type type, object value, string path)
    {
        var text = json.GetString()!;
        var known = type.GetNestedType("Texts")!.GetFields().Select(field => (string)field.GetRawConstantValue()!);
        return Scalar(text, (string)type.GetProperty("Text")!.GetValue(value)!, path)
            ?? Scalar(known.Contains(text), (bool)type.GetProperty("IsKnown")!.GetValue(value)!, path + ".IsKnown");
    }

    private static string? List(JsonElement json, object?[] items, string path)
    {
        if (json.GetArrayLength() != items.Length)
            return $"{path} has {json.GetArrayLength()} items, not {items.Length}";
        return json.EnumerateArray()
            .Select((item, index) => Difference(item, items[index], $"{path}[{index}]"))
            .FirstOrDefault(difference => difference is not null);
    }

    private static string? Map(Dictionary<string, JsonElement> expected, object map, string path)
    {
        // Through the interface, as a user would.
        var entries = ((IEnumerable)map)
            .Cast<object>()
            .ToDictionary(
                entry => (string)entry.GetType().GetProperty("Key")!.GetValue(entry)!,
                entry => entry.GetType().GetProperty("Value")!.GetValue(entry)
            );
        if (!expected.Keys.ToHashSet().SetEquals(entries.Keys))
            return $"{path} has {string.Join(", ", expected.Keys)}, not {string.Join(", ", entries.Keys)}";
        return expected
            .Select(entry => Difference(entry.Value, entries[entry.Key], $"{path}.{entry.Key}"))
            .FirstOrDefault(difference => difference is not null);
    }

    private static string? Record(JsonElement json, Type type, object record, string path)
    {
        foreach (var member in TypeShapes.Properties(type))
        {
            var name = SchemaNames.Of(member);
            JsonElement? found = json.TryGetProperty(name, out var last) ? last : null; // the last one of that name
            if (Difference(found, member.GetValue(record), $"{path}.{name}") is { } difference)
                return difference;
        }

        if (TypeShapes.Rest(type) is not { } rest)
            return null;
        var known = TypeShapes.Properties(type).Select(SchemaNames.Of).ToHashSet();
        var unknown = Properties(json).Where(property => !known.Contains(property.Key)).ToDictionary();
        return Map(unknown, rest.GetValue(record)!, path);
    }

    private static Dictionary<string, JsonElement> Properties(JsonElement json)
    {
        var properties = new Dictionary<string, JsonElement>();
        foreach (var property in json.EnumerateObject())
            properties[property.Name] = property.Value;
        return properties;
    }

    private static bool IsMap(Type type) => type.GetInterfaces().Any(TypeShapes.IsMap);
}
