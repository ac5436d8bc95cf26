using System.ComponentModel;
using System.Runtime.Intrinsics;

namespace Pulse.Decoding;

/// <summary>
/// The property names of a record, with what each was last seen to be followed by: a publisher writes its properties in
/// one order, and a name that is expected is found by one comparison. Made by generated code only; a binary contract.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class PropertyNames
{
    private readonly KnownTexts _names;
    private readonly NameToken[] _tokens;

    /// <summary>
    /// The property that came last after each, with that at the object's start in front. It is a guess: threads may
    /// overwrite each other's.
    /// </summary>
    private readonly NameToken[] _next;

    /// <summary>Lists names; properties of other names are passed over.</summary>
    /// <param name="names">The names, each once.</param>
    public PropertyNames(params string[] names)
        : this(false, names) { }

    /// <summary>Lists names.</summary>
    /// <param name="keepsOthers">Whether properties of other names are kept too.</param>
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

    /// <summary>The property to expect.</summary>
    internal NameToken After(int last) => _next[last + 1];

    internal void Learn(int last, int next)
    {
        if (_next[last + 1] != _tokens[next])
            _next[last + 1] = _tokens[next];
    }

    internal int Find(ReadOnlySpan<byte> name) => _names.Find(name)?.Index ?? -1;

    internal int Find(Vector256<byte> name) => _names.Find(name)?.Index ?? -1;
}
