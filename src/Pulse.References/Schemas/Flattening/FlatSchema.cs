using Newtonsoft.Json.Linq;

namespace Pulse.References.Schemas.Flattening;

/// <summary>
/// A schema without nesting: whatever it holds (properties, items, cases) it points to by number.
/// So depth, odd names and remote references are no matter to what reads it.
/// </summary>
/// <param name="Node">Where it stands.</param>
/// <param name="Json">What it says, in the words that types are made of.</param>
/// <param name="Union">Its cases, if it is one of several schemas.</param>
internal sealed record FlatSchema(SchemaNode Node, JObject Json, Union? Union)
{
    /// <summary>How a flat schema points to another, as a JSON pointer in the one document that holds them all.</summary>
    public static JObject PointTo(int number) =>
        new() { ["$ref"] = $"#/properties/{number / GroupSize}/properties/{number % GroupSize}" };

    /// <summary>How many stand together in that document: with each property that is added, NJsonSchema goes through all.</summary>
    public const int GroupSize = 64;

    /// <summary>The keyword under which a schema keeps its number.</summary>
    public const string Number = "x-number";

    /// <summary>The keyword of a union one of whose cases is null.</summary>
    public const string AllowsNull = "x-allows-null";

    /// <summary>The keyword of an <c>enum</c> whose only value was a <c>const</c>.</summary>
    public const string IsConst = "x-const";

    /// <summary>The keyword by which an author names a property's C# member.</summary>
    public const string MemberName = "x-csharp-name";

    /// <summary>The keyword by which an author names a schema's C# type.</summary>
    public const string TypeName = "x-csharp-type";
}
