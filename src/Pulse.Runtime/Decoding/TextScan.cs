using System.Buffers;
using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Pulse.Decoding;

/// <summary>
/// Matches a string against a simple pattern, part by part. Only generated code calls it: it is a binary contract.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct TextScan
{
    // No position: a part was not found.
    private const int Lost = -1;

    private readonly string _text;
    private readonly int _at;

    private TextScan(string text, int at)
    {
        _text = text;
        _at = at;
    }

    /// <summary>Whether all parts so far were found.</summary>
    public bool IsMatched => _at != Lost;

    /// <summary>Whether all parts were found and the string ends after them.</summary>
    public bool IsAtEnd => _at == _text.Length;

    /// <summary>Starts at the beginning of a string.</summary>
    /// <param name="text">The string; <see langword="null"/> is an empty one.</param>
    /// <returns>The scan.</returns>
    public static TextScan Of(string? text) => new(text ?? "", 0);

    /// <summary>Passes a character that is the next one.</summary>
    /// <param name="character">The character.</param>
    /// <returns>The rest.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TextScan Literal(char character) =>
        new(_text, (uint)_at < (uint)_text.Length && _text[_at] == character ? _at + 1 : Lost);

    /// <summary>Passes characters that are the next ones.</summary>
    /// <param name="text">The characters.</param>
    /// <returns>The rest.</returns>
    public TextScan Literal(string text) =>
        new(_text, IsMatched && _text.AsSpan(_at).StartsWith(text) ? _at + text.Length : Lost);

    /// <summary>Passes a character of a set.</summary>
    /// <param name="set">The set.</param>
    /// <returns>The rest.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TextScan Take(SearchValues<char> set) =>
        new(_text, (uint)_at < (uint)_text.Length && set.Contains(_text[_at]) ? _at + 1 : Lost);

    /// <summary>Passes a number of characters of a set.</summary>
    /// <param name="set">The set.</param>
    /// <param name="count">How many.</param>
    /// <returns>The rest.</returns>
    public TextScan Take(SearchValues<char> set, int count) =>
        new(
            _text,
            IsMatched && count <= _text.Length - _at && !_text.AsSpan(_at, count).ContainsAnyExcept(set)
                ? _at + count
                : Lost
        );

    /// <summary>Passes as many characters of a set as there are.</summary>
    /// <param name="set">The set.</param>
    /// <param name="least">How many there must be.</param>
    /// <param name="most">How many are passed at most.</param>
    /// <returns>The rest.</returns>
    public TextScan TakeMany(SearchValues<char> set, int least, int most)
    {
        if (!IsMatched)
            return this;
        var rest = _text.AsSpan(_at);
        if (rest.Length > most)
            rest = rest[..most];
        var count = rest.IndexOfAnyExcept(set);
        if (count < 0)
            count = rest.Length;
        return new(_text, count >= least ? _at + count : Lost);
    }

    /// <summary>Passes all characters but a number of them at the end.</summary>
    /// <param name="set">The set that the passed characters are in.</param>
    /// <param name="least">How many there must be.</param>
    /// <param name="most">How many there may be.</param>
    /// <param name="after">How many are not passed.</param>
    /// <returns>The rest.</returns>
    public TextScan TakeAllBut(SearchValues<char> set, int least, int most, int after)
    {
        var count = _text.Length - _at - after;
        return count >= least && count <= most ? Take(set, count) : new(_text, Lost);
    }

    /// <summary>Returns whether a string consists of characters of a set: most patterns demand only that.</summary>
    /// <param name="text">The string; <see langword="null"/> is an empty one.</param>
    /// <param name="set">The set.</param>
    /// <param name="least">How many there must be.</param>
    /// <param name="most">How many there may be.</param>
    /// <returns>Whether it does.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsAll(string? text, SearchValues<char> set, int least, int most)
    {
        var all = text.AsSpan();
        return all.Length >= least && all.Length <= most && !all.ContainsAnyExcept(set);
    }

    /// <summary>Returns whether a string contains a character of a set.</summary>
    /// <param name="text">The string; <see langword="null"/> is an empty one.</param>
    /// <param name="set">The set.</param>
    /// <returns>Whether there is one.</returns>
    public static bool Contains(string? text, SearchValues<char> set) => text.AsSpan().ContainsAny(set);
}
