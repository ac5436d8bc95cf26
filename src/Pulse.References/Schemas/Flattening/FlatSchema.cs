using Newtonsoft.Json.Linq;

namespace Pulse.References.Schemas.Flattening;

/// <summary>
/// A schema without nesting: it points to its properties, items and cases by number. So depth, unusual names and <c>$ref</c>s
/// to other documents do not matter to the code that reads it.
/// </summary>
/// <param name="Node">The schema that it was made from.</param>
/// <param name="Json">The keywords that affect types, in the words of draft 4.</param>
/// <param name="Union">Its cases, if it is a union.</param>
internal sealed record FlatSchema(SchemaNode Node, JObject Json, Union? Union)
{
    /// <summary>For a combination of schemas: the place that it is named after; null if no place is its own.</summary>
    public SchemaNode? Owner { get; init; }

    /// <summary>What it demands of a value beyond its type; null for nothing.</summary>
    public JObject? Constraints { get; init; }

    /// <summary>The only values that it allows; null if it does not list them.</summary>
    public JArray? Values { get; init; }

    /// <summary>The <c>$ref</c> to another flat schema: a JSON pointer in the one document that contains them all.</summary>
    public static JObject PointTo(int number) =>
        new() { ["$ref"] = $"#/properties/{number / GroupSize}/properties/{number % GroupSize}" };

    /// <summary>The number of schemas per group in that document: the reader goes through the whole group for each one that it adds.</summary>
    public const int GroupSize = 64;

    /// <summary>The keyword that holds a schema's number.</summary>
    public const string Number = "x-number";

    /// <summary>The keyword of a union one of whose cases is null.</summary>
    public const string AllowsNull = "x-allows-null";

    /// <summary>The keyword by which an author names a property's C# member.</summary>
    public const string MemberName = "x-csharp-name";

    /// <summary>The name of a C# type that is not a new one: the value is a string, whatever its format or its values.</summary>
    public const string Text = "string";

    /// <summary>The keyword by which an author names a schema's C# type.</summary>
    public const string TypeName = "x-csharp-type";
}
