namespace Pulse.References.Schemas.Reading;

/// <summary>A flat schema after NJsonSchema has read it, in terms of our own. Other schemas are given by number.</summary>
internal sealed record ReadSchema(int Number, SchemaShape Shape)
{
    public string? Title { get; init; }

    public string? Description { get; init; }

    public string? Format { get; init; }

    public string? Pattern { get; init; }

    public int? MaxLength { get; init; }

    /// <summary>Whether all values are integers.</summary>
    public bool IsInteger { get; init; }

    /// <summary>The values of an <c>enum</c> that lists only strings; empty for any other schema.</summary>
    public IReadOnlyList<string> Texts { get; init; } = [];

    /// <summary>The names of the values, by the convention <c>x-enumNames</c>; empty where there is no name.</summary>
    public IReadOnlyList<string> EnumNames { get; init; } = [];

    /// <summary>The properties, in the order of the schema.</summary>
    public IReadOnlyList<ReadProperty> Properties { get; init; } = [];

    /// <summary>The schema of the properties without a name; null if they may be anything.</summary>
    public int? AdditionalProperties { get; init; }

    /// <summary>The schema of an array's items.</summary>
    public int? Items { get; init; }
}

/// <summary>A property of a schema.</summary>
/// <param name="Name">Its name in JSON.</param>
/// <param name="Schema">The number of its schema.</param>
/// <param name="Description">The description beside its <c>$ref</c>, which overrides that of its schema.</param>
/// <param name="MemberName">The name of the C# member that the author asks for.</param>
/// <param name="IsRequired">Whether the schema requires it.</param>
internal sealed record ReadProperty(string Name, int Schema, string? Description, string? MemberName, bool IsRequired);
