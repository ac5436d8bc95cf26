namespace Pulse;

/// <summary>On a property of a generated binding: the routing-key field that it is. Read by analyzers and tools.</summary>
/// <param name="position">The field's position in the key, from 0.</param>
/// <param name="name">The field's name as in the reference, such as <c>taskId</c>.</param>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class RoutingWordAttribute(int position, string name) : Attribute
{
    /// <summary>The field's position in the key, from 0.</summary>
    public int Position { get; } = position;

    /// <summary>The field's name as in the reference.</summary>
    public string Name { get; } = name;

    /// <summary>Whether the publisher always has a value; where it has none, it sends <c>_</c>.</summary>
    public bool Required { get; init; }

    /// <summary>Whether the field may be several words, joined by dots.</summary>
    public bool MultipleWords { get; init; }

    /// <summary>The word that is always sent; <see langword="null"/> where the field varies.</summary>
    public string? Constant { get; init; }

    /// <summary>
    /// The regular expression (ECMA 262, unanchored) that the payload's property of the same name
    /// must match; where the property is an integer, that of integers; <see langword="null"/> where there is none or
    /// several disagree.
    /// </summary>
    public string? Pattern { get; init; }

    /// <summary>The values that the payload's property of the same name can have; empty where any.</summary>
    public string[] Values { get; init; } = [];

    /// <summary>The greatest length in characters of the payload's property of the same name; -1 where unlimited.</summary>
    public int MaxLength { get; init; } = -1;
}
