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

    /// <summary>The string of a text.</summary>
    /// <exception cref="DecoderFallbackException">It is no UTF-8.</exception>
    public string Get(ReadOnlySpan<byte> utf8)
    {
        if ((uint)(utf8.Length - 1) >= LongestText)
            return Utf8.GetString(utf8);

        var hash = Utf8Hash.Of(utf8);
        var set = (int)(hash % Sets) * Ways;
        var entries = _entries;
        for (var way = set; way < set + Ways; way++)
        {
            if (entries[way] is { } entry && entry.Hash == hash && utf8.SequenceEqual(entry.Utf8))
            {
                if (!entry.IsUsed)
                    entry.IsUsed = true;
                return entry.Text;
            }
        }

        return Add(utf8, hash, entries.AsSpan(set, Ways));
    }

    private string Add(ReadOnlySpan<byte> utf8, ulong hash, Span<Entry?> set)
    {
        var text = Utf8.GetString(utf8);
        ref var mark = ref _cameOnce[(hash >> 16) % Marks];
        if (mark == (int)(hash >> 32))
            Keep(set, new Entry(hash, utf8.ToArray(), text));
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

        set[(int)(added.Hash >> 60) % Ways] = added;
    }

    private sealed class Entry(ulong hash, byte[] utf8, string text)
    {
        public readonly ulong Hash = hash;
        public readonly byte[] Utf8 = utf8;
        public readonly string Text = text;
        public bool IsUsed;
    }
}
