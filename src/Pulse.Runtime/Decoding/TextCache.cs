using System.Runtime.Intrinsics;
using System.Text;

namespace Pulse.Decoding;

/// <summary>
/// Keeps the strings that come again and again: a worker pool's name, a tag's key. Four places for each of 512 hashes,
/// and never more; any thread may use it, without a lock. A text gets a place when it comes the second time, so that
/// what never repeats displaces nothing, and takes it from a text that nobody asked for since the last one left.
/// </summary>
internal sealed class TextCache
{
    /// <summary>In bytes. A longer text is one that somebody wrote, and hardly comes again.</summary>
    public const int LongestText = 64;

    public static readonly TextCache Shared = new();

    /// <summary>UTF-8 that throws at what is none.</summary>
    public static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    private const int Sets = 512;
    private const int Ways = 4;
    private const int Marks = 4096;

    private readonly Entry?[] _entries = new Entry?[Sets * Ways];

    /// <summary>Where a text's hash leads, another part of the hash of the one that came there last.</summary>
    private readonly int[] _cameOnce = new int[Marks];

    /// <summary>The string of a short text.</summary>
    public string Get(Vector128<byte> text, ReadOnlySpan<byte> utf8)
    {
        var hash = Utf8Hash.Of(text);
        foreach (var entry in SetOf(hash))
        {
            if (entry is not null && entry.Head == text)
                return entry.Use();
        }

        return Add(utf8, hash);
    }

    /// <summary>The string of a text of any length.</summary>
    /// <exception cref="DecoderFallbackException">It is no UTF-8.</exception>
    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length <= ShortText.MaxLength)
            return utf8.Length == 0 ? "" : Get(ShortText.Of(utf8), utf8);
        if (utf8.Length > LongestText)
            return Utf8.GetString(utf8);
        var hash = Utf8Hash.Of(utf8);
        foreach (var entry in SetOf(hash))
        {
            if (entry is not null && utf8.SequenceEqual(entry.Utf8))
                return entry.Use();
        }

        return Add(utf8, hash);
    }

    private Span<Entry?> SetOf(ulong hash) => _entries.AsSpan((int)(hash % Sets) * Ways, Ways);

    private string Add(ReadOnlySpan<byte> utf8, ulong hash)
    {
        var text = Utf8.GetString(utf8);
        ref var mark = ref _cameOnce[(hash >> 16) % Marks];
        if (mark == (int)(hash >> 32))
            Keep(SetOf(hash), new Entry(utf8.ToArray(), text));
        else
            mark = (int)(hash >> 32);
        return text;
    }

    private static void Keep(Span<Entry?> set, Entry added)
    {
        foreach (ref var place in set)
        {
            if (place is { IsUsed: true } used)
            {
                used.IsUsed = false;
                continue;
            }

            place = added;
            return;
        }

        set[added.Text.Length % Ways] = added;
    }

    private sealed class Entry(byte[] utf8, string text)
    {
        public readonly Vector128<byte> Head = ShortText.Of(utf8);
        public readonly byte[] Utf8 = utf8;
        public readonly string Text = text;
        public bool IsUsed;

        public string Use()
        {
            if (!IsUsed)
                IsUsed = true;
            return Text;
        }
    }
}
