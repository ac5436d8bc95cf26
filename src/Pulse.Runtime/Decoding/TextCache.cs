using System.Text;

namespace Pulse.Decoding;

/// <summary>
/// Keeps the strings that come again and again: a worker pool's name, a tag's key. Four places for each of 512 hashes,
/// and never more; any thread may use it, without a lock. A text gets a place when it comes the second time, so that
/// what never repeats displaces nothing, and takes it from a text that nobody asked for since the last one left.
/// </summary>
internal sealed class TextCache
{
    public static readonly TextCache Shared = new();

    public const int LongestText = 64;

    private const int Sets = 512;
    private const int Ways = 4;
    private const int Marks = 4096;

    private readonly Entry?[] _entries = new Entry?[Sets * Ways];

    /// <summary>Where a text's hash leads, another part of the hash of the one that came there last.</summary>
    private readonly int[] _cameOnce = new int[Marks];

    /// <summary>The string of an ASCII text.</summary>
    public string Get(ReadOnlySpan<byte> ascii)
    {
        if ((uint)(ascii.Length - 1) >= LongestText)
            return Encoding.Latin1.GetString(ascii);

        var hash = Utf8Hash.Of(ascii);
        var set = _entries.AsSpan((int)(hash % Sets) * Ways, Ways);
        foreach (var entry in set)
        {
            if (entry is not null && entry.Hash == hash && ascii.SequenceEqual(entry.Ascii))
            {
                if (!entry.IsUsed)
                    entry.IsUsed = true;
                return entry.Text;
            }
        }

        var text = Encoding.Latin1.GetString(ascii);
        ref var mark = ref _cameOnce[(hash >> 16) % Marks];
        if (mark == (int)(hash >> 32))
            Keep(set, new Entry(hash, ascii.ToArray(), text));
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

    private sealed class Entry(ulong hash, byte[] ascii, string text)
    {
        public readonly ulong Hash = hash;
        public readonly byte[] Ascii = ascii;
        public readonly string Text = text;

        public bool IsUsed { get; set; }
    }
}
