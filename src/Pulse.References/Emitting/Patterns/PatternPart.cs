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
}

internal enum PartKind
{
    Characters,
    Start,
    End,
}
