using System.ComponentModel;

namespace Pulse.Decoding;

/// <summary>
/// A string that is compared with an open enum: so that <c>state == "completed"</c> compiles for an enum and for one that may be
/// null, while <c>state == null</c> and <c>state == default</c> mean what they always do. Only generated code names it: it is a
/// binary contract.
/// </summary>
/// <remarks>
/// With operators that take a string, <c>null</c> and <c>default</c> would be ambiguous; with a conversion from string to the
/// enum, <c>condition ? null : state</c> would silently be <c>default</c>.
/// </remarks>
/// <param name="text">The string.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct EnumText(string? text)
{
    /// <summary>The string.</summary>
    public string? Text { get; } = text;

    /// <summary>Converts a string.</summary>
    /// <param name="text">The string.</param>
    public static implicit operator EnumText(string? text) => new(text);
}
