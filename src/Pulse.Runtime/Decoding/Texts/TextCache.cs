using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace Pulse.Decoding;

/// <summary>
/// Keeps strings that repeat: a worker pool's name, a tag's key. It has four places for each of 512 hashes and never
/// grows. Any thread may use it, without a lock. A string gets a place when it comes the second time, so strings that
/// never repeat displace nothing. It takes the place of a string that was not used since another one was displaced.
/// </summary>
internal sealed class TextCache
{
    /// <summary>In bytes. A longer string is probably prose and hardly ever repeats.</summary>
    public const int LongestText = 128;

    public static readonly TextCache Shared = new();

    private const int Places = 512 * Ways;
    private const int Ways = 4;
    private const int Marks = 4096;

    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    private readonly Entry?[] _entries = new Entry?[Places];

    /// <summary>Indexed by a part of the hash. Holds another part of the hash of the last string that was not found.</summary>
    private readonly ushort[] _cameOnce = new ushort[Marks];

    /// <summary>Returns a short string; null if it is not valid UTF-8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public string? Get(Vector256<byte> text, ReadOnlySpan<byte> utf8)
    {
        var hash = Utf8Hash.Of(text);
        return First(hash) is { } entry && entry.Head == text ? entry.Use() : Find(utf8, hash);
    }

    /// <summary>Returns a string of any length; null if it is not valid UTF-8.</summary>
    public string? Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length <= ShortText.MaxLength)
            return Get(ShortText.Of(utf8), utf8);
        if (utf8.Length > LongestText)
            return Decode(utf8);
        var hash = Utf8Hash.Of(utf8);
        return First(hash) is { } entry && utf8.SequenceEqual(entry.Utf8) ? entry.Use() : Find(utf8, hash);
    }

    /// <summary>Creates a new string; null if it is not valid UTF-8.</summary>
    public static string? Decode(ReadOnlySpan<byte> utf8)
    {
        if (Ascii.IsValid(utf8))
            return Encoding.Latin1.GetString(utf8);
        try
        {
            return Utf8.GetString(utf8);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>Returns the entry at the first place of a hash.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Entry? First(uint hash)
    {
        var entries = _entries;
        return entries[(int)hash & (entries.Length - 1)];
    }

    /// <summary>Returns the four places of a hash, one of which is its first.</summary>
    private Span<Entry?> PlacesOf(uint hash) => _entries.AsSpan((int)hash & (Places - Ways), Ways);

    /// <summary>Looks at all places of a hash, and remembers a string that is in none of them.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private string? Find(ReadOnlySpan<byte> utf8, uint hash)
    {
        foreach (var entry in PlacesOf(hash))
        {
            if (entry is not null && entry.Hash == hash && utf8.SequenceEqual(entry.Utf8))
                return entry.Use();
        }

        var text = Decode(utf8);
        ref var mark = ref _cameOnce[hash % Marks];
        var other = (ushort)(hash >> 16);
        if (mark != other)
            mark = other;
        else if (text is not null)
            Keep(new Entry(utf8.ToArray(), text, hash));
        return text;
    }

    private void Keep(Entry added)
    {
        var first = (int)(added.Hash % Ways);
        var places = PlacesOf(added.Hash);
        for (var way = 0; way < Ways; way++)
        {
            ref var place = ref places[first ^ way];
            if (place is { IsUsed: true } used)
            {
                used.IsUsed = false;
                continue;
            }

            place = added;
            return;
        }

        places[first] = added;
    }

    private sealed class Entry(byte[] utf8, string text, uint hash)
    {
        public readonly Vector256<byte> Head = ShortText.Of(utf8);
        public readonly byte[] Utf8 = utf8;
        public readonly string Text = text;
        public readonly uint Hash = hash;
        public bool IsUsed;

        public string Use()
        {
            if (!IsUsed)
                IsUsed = true;
            return Text;
        }
    }
}
