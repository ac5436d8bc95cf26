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
    private readonly int[] _next;

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
        _tokens = [.. names.Select(Token.Of), Token.Never];
        _written = [.. names.Select(name => new WrittenName(name))];
        _next = [.. Enumerable.Range(0, names.Length + 1), names.Length];
    }

    internal bool KeepsOthers { get; }

    internal int Count => _names.Count;

    internal string First => _names[0];

    /// <summary>The property to expect; as many as there are, which is at no position, if none.</summary>
    internal int After(int last) => _next[last + 1];

    internal void Learn(int last, int next) => _next[last + 1] = next;

    internal string NameOf(int property) => _names[property];

    internal ref readonly WrittenName Written(int property) => ref _written[property];

    internal int Find(ReadOnlySpan<byte> name) => _names.Find(name);

    /// <summary>Whether a name surely stands at a position, and the position behind it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool IsAt(int name, ReadOnlySpan<byte> json, int position, out int end)
    {
        ref readonly var token = ref _tokens[name];
        end = position + token.Length;
        return position <= json.Length - Vector128<byte>.Count
            && (Vector128.Create(json.Slice(position, Vector128<byte>.Count)) & token.Mask) == token.Head
            && (token.Tail is null || json[(position + Vector128<byte>.Count)..].StartsWith(token.Tail));
    }

    /// <summary>A name as it is written, with its quotes: its first bytes, which of the sixteen they are, and the others if there are more.</summary>
    private readonly struct Token(Vector128<byte> head, Vector128<byte> mask, byte[]? tail, int length)
    {
        /// <summary>What nothing is equal to, because it has a bit that the mask takes away.</summary>
        public static readonly Token Never = new(Vector128<byte>.One, Vector128<byte>.Zero, null, 0);

        public readonly Vector128<byte> Head = head;
        public readonly Vector128<byte> Mask = mask;
        public readonly byte[]? Tail = tail;
        public readonly int Length = length;

        public static Token Of(string name)
        {
            if (name.Any(character => character is < ' ' or '"' or '\\'))
                return Never; // It is never written as it is.
            var utf8 = Encoding.UTF8.GetBytes($"\"{name}\"");
            var (head, mask) = (new byte[Vector128<byte>.Count], new byte[Vector128<byte>.Count]);
            utf8.AsSpan(0, Math.Min(utf8.Length, head.Length)).CopyTo(head);
            mask.AsSpan(0, Math.Min(utf8.Length, mask.Length)).Fill(0xff);
            return new Token(
                Vector128.Create(head),
                Vector128.Create(mask),
                utf8.Length > head.Length ? utf8[head.Length..] : null,
                utf8.Length
            );
        }
    }
}
