using System.ComponentModel;
using System.Runtime.Intrinsics;

namespace Pulse.Decoding;

/// <summary>
/// The property names of a record. It remembers which name followed each one the last time: publishers write properties
/// in a fixed order, and one comparison finds an expected name. Only generated code creates it: it is a binary contract.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class PropertyNames
{
    private readonly KnownTexts _names;
    private readonly NameToken[] _tokens;

    /// <summary>
    /// For each property, the one that followed it the last time; the first entry is for the object's start. It is a
    /// guess: threads may overwrite each other's entries.
    /// </summary>
    private readonly NameToken[] _next;

    /// <summary>Creates the list. Properties with other names are skipped.</summary>
    /// <param name="names">The names, each once.</param>
    public PropertyNames(params string[] names)
        : this(false, names) { }

    /// <summary>Creates the list.</summary>
    /// <param name="keepsOthers">Whether properties with other names are kept, too.</param>
    /// <param name="names">The names, each once.</param>
    public PropertyNames(bool keepsOthers, params string[] names)
    {
        ArgumentNullException.ThrowIfNull(names);
        KeepsOthers = keepsOthers;
        _names = new KnownTexts(names);
        _tokens = [.. names.Select((name, index) => new NameToken(name, index))];
        _next = [.. _tokens, NameToken.Never, NameToken.Never];
    }

    internal bool KeepsOthers { get; }

    internal int Count => _names.Count;

    internal string First => _names[0];

    internal NameToken this[int property] => _tokens[property];

    /// <summary>Returns the property to expect.</summary>
    internal NameToken After(int last) => _next[last + 1];

    internal void Learn(int last, int next)
    {
        if (_next[last + 1] != _tokens[next])
            _next[last + 1] = _tokens[next];
    }

    internal int Find(ReadOnlySpan<byte> name) => _names.Find(name)?.Index ?? -1;

    internal int Find(Vector256<byte> name) => _names.Find(name)?.Index ?? -1;
}
