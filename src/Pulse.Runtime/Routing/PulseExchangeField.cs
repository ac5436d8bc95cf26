namespace Pulse;

/// <summary>What a reference says about a field of an exchange's routing keys.</summary>
/// <param name="name">The field's name in the reference, such as <c>taskId</c>.</param>
/// <param name="summary">What the field holds, as the reference says it; may be empty.</param>
public sealed class PulseExchangeField(string name, string summary)
{
    /// <summary>The field's name in the reference, such as <c>taskId</c>.</summary>
    public string Name { get; } = name;

    /// <summary>What the field holds, as the reference says it; may be empty.</summary>
    public string Summary { get; } = summary;

    /// <summary>Whether the publisher always sends a value. If not, it may send <c>_</c>.</summary>
    public bool Required { get; init; }

    /// <summary>Whether the field may have several words, joined by dots.</summary>
    public bool MultipleWords { get; init; }

    /// <summary>The word that is always sent; <see langword="null"/> if the field varies.</summary>
    public string? Constant { get; init; }

    /// <summary>The name.</summary>
    /// <returns><see cref="Name"/>.</returns>
    public override string ToString() => Name;
}
