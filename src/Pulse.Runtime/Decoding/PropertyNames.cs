using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace Pulse.Decoding;

/// <summary>
/// The property names of a record, with what each was last seen to be followed by: a publisher writes its properties in
/// one order, and a name that is expected is found by one comparison. Made by generated code only; a binary contract.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class PropertyNames
{
    private readonly KnownTexts _names;
    private readonly Token[] _tokens;
    private readonly WrittenName[] _written;

    /// <summary>
    /// The property that came last after each, with that at the object's start in front. It is a guess: threads may
    /// overwrite each other's.
    /// </summary>
    private readonly Token[] _next;

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
        _tokens = [.. names.Select((name, index) => new Token(name, index))];
        _written = [.. names.Select(name => new WrittenName(name))];
        _next = [.. _tokens, Token.Never, Token.Never];
    }

    internal bool KeepsOthers { get; }

    internal int Count => _names.Count;

    internal string First => _names[0];

    /// <summary>The property to expect.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Token After(int last) => _next[last + 1];

    internal void Learn(int last, int next)
    {
        if (_next[last + 1] != _tokens[next])
            _next[last + 1] = _tokens[next];
    }

    internal string NameOf(int property) => _names[property];

    internal ref readonly WrittenName Written(int property) => ref _written[property];

    internal int Find(ReadOnlySpan<byte> name) => _names.Find(name)?.Index ?? -1;

    internal int Find(Vector256<byte> name) => _names.Find(name)?.Index ?? -1;

    /// <summary>A name as it stands in an object without white space: a byte in front that may be any, quotes, a colon behind.</summary>
    internal sealed class Token
    {
        /// <summary>What is nowhere.</summary>
        public static readonly Token Never = new("", -1);

        public readonly int Index;
        public readonly int Length;
        private readonly Vector256<byte> _bytes;

        /// <summary>Which of the bytes count.</summary>
        private readonly Vector256<byte> _mask;

        public Token(string name, int index)
        {
            Index = index;
            var utf8 = Encoding.UTF8.GetBytes($",\"{name}\":");
            // It is never written as it is, or too long to be compared at once: then it is equal to nothing.
            if (index < 0 || utf8.Length >= Window.Length || name.Any(character => character is < ' ' or '"' or '\\'))
            {
                _bytes = Vector256<byte>.AllBitsSet;
                return;
            }

            Length = utf8.Length;
            var mask = new byte[Window.Length];
            mask.AsSpan(1, Length - 1).Fill(0xff);
            _mask = Vector256.Create(mask);
            _bytes = ShortText.Of(utf8) & _mask;
        }

        /// <summary>Whether it surely stands at a position.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool IsAt(ReadOnlySpan<byte> json, int position) =>
            Window.IsAt(json, position) && (Window.At(json, position) & _mask) == _bytes;
    }
}
