namespace Pulse;

/// <summary>Describes the routing-key field of a property of a generated binding. Analyzers and tools read it.</summary>
/// <param name="position">The field's position in the key, from 0.</param>
/// <param name="name">The field's name in the reference, such as <c>taskId</c>.</param>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class RoutingWordAttribute(int position, string name) : Attribute
{
    /// <summary>The field's position in the key, from 0.</summary>
    public int Position { get; } = position;

    /// <summary>The field's name in the reference.</summary>
    public string Name { get; } = name;

    /// <summary>Whether the publisher always sends a value. If not, it may send <c>_</c>.</summary>
    public bool Required { get; init; }

    /// <summary>Whether the field may have several words, joined by dots.</summary>
    public bool MultipleWords { get; init; }

    /// <summary>The word that is always sent; <see langword="null"/> if the field varies.</summary>
    public string? Constant { get; init; }

    /// <summary>
    /// The regular expression (ECMA 262, unanchored) that the payload's property of the same name must match. For an
    /// integer property, it is the expression for integers. <see langword="null"/> if there is none, or if several
    /// disagree.
    /// </summary>
    public string? Pattern { get; init; }

    /// <summary>The values that the payload's property of the same name can have; empty if it can have any.</summary>
    public string[] Values { get; init; } = [];

    /// <summary>The greatest length in characters of the payload's property of the same name; -1 if unlimited.</summary>
    public int MaxLength { get; init; } = -1;
}
