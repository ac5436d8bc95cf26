namespace Pulse.References.Emitting.Patterns;

/// <summary>A part of a simple pattern: characters of a set, or the beginning or the end of the string.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Set">The characters, all of ASCII; empty for a position.</param>
/// <param name="Least">How many there must be.</param>
/// <param name="Most">How many there may be.</param>
internal sealed record PatternPart(PartKind Kind, string Set, int Least, int Most)
{
    public static readonly PatternPart Start = new(PartKind.Start, "", 0, 0);
    public static readonly PatternPart End = new(PartKind.End, "", 0, 0);

    public bool IsFixed => Least == Most;

    public bool IsDisjoint(PatternPart other) => Set.IndexOfAny(other.Set.ToCharArray()) < 0;

    /// <summary>The set as a table of 16 bytes: byte n has bit m if the character m * 16 + n is in it.</summary>
    public (ulong Low, ulong High) Table
    {
        get
        {
            var (low, high) = (0UL, 0UL);
            foreach (var character in Set)
            {
                var bit = 1UL << (((character & 7) * 8) + (character >> 4));
                if ((character & 8) == 0)
                    low |= bit;
                else
                    high |= bit;
            }

            return (low, high);
        }
    }
}

internal enum PartKind
{
    Characters,
    Start,
    End,
}
