using System.ComponentModel;
using System.Text.Json;

namespace Pulse.Decoding;

/// <summary>
/// What a schema demands of the properties of a record beyond their types. Decoders do not check it. Code that validates
/// messages, makes samples or shows them reads it here, without reflection. It is parsed on first use.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class PayloadConstraints
{
    private PayloadConstraints(JsonElement json)
    {
        var properties = new Dictionary<string, ValueConstraint>(StringComparer.Ordinal);
        if (json.TryGetProperty("properties", out var described))
        {
            foreach (var property in described.EnumerateObject())
                properties[property.Name] = new ValueConstraint(property.Value);
        }

        Properties = properties;
        Required = json.TryGetProperty("required", out var required)
            ? [.. required.EnumerateArray().Select(name => name.GetString()!)]
            : [];
    }

    /// <summary>The names in JSON of the properties that must be present.</summary>
    public IReadOnlyList<string> Required { get; }

    /// <summary>The constraints of the properties that have any, by their names in JSON.</summary>
    public IReadOnlyDictionary<string, ValueConstraint> Properties { get; }

    /// <summary>Returns the constraints of a record.</summary>
    /// <typeparam name="T">The record.</typeparam>
    /// <returns>The constraints; none for an open enum, a union, or a record that an earlier version generated.</returns>
    public static PayloadConstraints Of<T>()
        where T : IPayload<T> => Parsed<T>.Constraints;

    private static class Parsed<T>
        where T : IPayload<T>
    {
        public static readonly PayloadConstraints Constraints = new(PayloadReader.DecodeElement(T.GetConstraints()));
    }
}
