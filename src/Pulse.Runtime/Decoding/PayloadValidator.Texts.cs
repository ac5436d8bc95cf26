using System.Runtime.CompilerServices;

namespace Pulse.Decoding;

/// <summary>Checks strings. A string that is null has no fault here.</summary>
public sealed partial class PayloadValidator
{
    /// <summary>Checks the number of a string's characters, as Unicode counts them.</summary>
    /// <param name="value">The string.</param>
    /// <param name="least">The minimum.</param>
    /// <param name="most">The maximum; -1 for none.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Length(string? value, int least, int most)
    {
        // A character is one or two of .NET's.
        if (value is not null && (value.Length < least * 2L || (uint)value.Length > (uint)most))
            CountCharacters(value, least, most);
    }

    /// <summary>Adds a fault if a pattern was not matched.</summary>
    /// <param name="isMatched">Whether it was.</param>
    /// <param name="value">The string.</param>
    /// <param name="pattern">The pattern.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Pattern(bool isMatched, string? value, string pattern)
    {
        if (!isMatched && value is not null)
            Add($"pattern: {pattern}", Shown(value));
    }

    /// <summary>Checks that a string contains a match of a pattern.</summary>
    /// <param name="value">The string.</param>
    /// <param name="pattern">The pattern.</param>
    public void Pattern(string? value, TextPattern pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        if (value is null)
            return;
        var isMatch = pattern.IsMatch(value);
        if (isMatch != true)
            Add($"pattern: {pattern.Pattern}{(isMatch is null ? " (not matched in time)" : "")}", Shown(value));
    }

    /// <summary>Checks that the string of an open enum is a known one.</summary>
    /// <param name="value">The string.</param>
    /// <param name="known">The known ones.</param>
    public void Enum(string? value, KnownTexts known)
    {
        ArgumentNullException.ThrowIfNull(known);
        if (value is null || !known.Contains(value))
            AddUnknown(value, known);
    }

    private void AddUnknown(string? value, KnownTexts known)
    {
        var texts = string.Join(',', Enumerable.Range(0, known.Count).Select(index => Shown(known[index])));
        Add($"enum: [{texts}]", Shown(value));
    }

    private void CountCharacters(string value, int least, int most)
    {
        var count = value.Length;
        for (var i = 1; i < value.Length; i++)
        {
            if (char.IsSurrogatePair(value[i - 1], value[i]))
                count--;
        }

        if (count < least)
            Add($"minLength: {Number(least)}", Shown(value));
        if (most >= 0 && count > most)
            Add($"maxLength: {Number(most)}", Shown(value));
    }
}
