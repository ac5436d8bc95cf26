namespace Pulse.Generators.Tests.Schemas;

/// <summary>The strings that random schemas choose from.</summary>
internal static class SchemaWords
{
    public static readonly string[] Names =
    [
        "a",
        "b",
        "c",
        "name",
        "kind",
        "class",
        "foo-bar",
        "foo_bar",
        "fooBar",
        "FooBar",
        "3d",
        "a b",
        "a.b",
        "🦊",
        "",
        "$ref",
        "$id",
        "type",
        "equals",
        "Decode",
        "text",
        "value",
        "größe",
        "日本",
        "\"",
        "\\",
        "x-1",
        "properties",
        "items",
        "S0",
        "Event0",
        "reader",
        "object",
    ];

    public static readonly string[] Words =
    [
        "red",
        "green",
        "blue-green",
        "Red",
        "very high",
        "class",
        "3d",
        "🦊",
        "text",
        "2020-01-01",
        "equals",
    ];

    public static readonly string[] Formats = ["date-time", "date", "time", "uri", "uuid", "email", "byte", "unknown"];

    public static readonly string[] Patterns = ["^x-", "^y[0-9]$"];

    public static readonly string[] Kinds = ["string", "integer", "boolean", "array", "object"];
}
