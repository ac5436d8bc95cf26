using System.ComponentModel;

namespace Pulse.Decoding;

/// <summary>
/// The words of a routing key, one for each field; a field of several words holds them all. Generated keys keep their
/// fields in one. Only generated code calls it: it is a binary contract.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class RoutingKeyWords : IEquatable<RoutingKeyWords>
{
    // What publishers send for a field that has no value.
    private const string None = "_";

    private readonly string[] _words;

    /// <summary>Begins a key.</summary>
    /// <param name="constants">The words of all fields, in order: a constant one's own, and nothing for the others.</param>
    public RoutingKeyWords(IReadOnlyList<string?> constants) =>
        _words = [.. constants.Select(static word => word ?? None)];

    private RoutingKeyWords(IEnumerable<string> words) => _words = [.. words];

    /// <summary>
    /// Splits a delivered key: one-word fields from the front, one-word fields from the back, and the rest is the field of
    /// several words. Any key that AMQP allows is accepted if it has the right number of words.
    /// </summary>
    /// <param name="routingKey">The key as it arrived.</param>
    /// <param name="fieldCount">How many fields the key has.</param>
    /// <param name="multipleWordsAt">The position of the field of several words, or -1.</param>
    /// <param name="form">The key's form in words, for the error.</param>
    /// <returns>The words.</returns>
    /// <exception cref="FormatException">The key has too few or too many words.</exception>
    public static RoutingKeyWords Parse(string routingKey, int fieldCount, int multipleWordsAt, string form)
    {
        ArgumentNullException.ThrowIfNull(routingKey);
        return TryParse(routingKey, fieldCount, multipleWordsAt)
            ?? throw new FormatException(
                $"The routing key '{routingKey}' has {Counted(Split(routingKey).Length)} and does not fit '{form}'."
            );
    }

    /// <inheritdoc cref="Parse"/>
    /// <returns>The words; <see langword="null"/> if the key has too few or too many.</returns>
    public static RoutingKeyWords? TryParse(string? routingKey, int fieldCount, int multipleWordsAt)
    {
        if (routingKey is null)
            return null;
        var words = Split(routingKey);
        if (multipleWordsAt < 0)
            return words.Length == fieldCount ? new(words.AsEnumerable()) : null;

        var extra = words.Length - (fieldCount - 1);
        return extra < 0
            ? null
            : new([
                .. words.AsSpan(0, multipleWordsAt),
                extra == 0 ? None : string.Join('.', words, multipleWordsAt, extra),
                .. words.AsSpan(multipleWordsAt + extra),
            ]);
    }

    /// <summary>Returns a copy, to be changed apart.</summary>
    /// <returns>The copy.</returns>
    public RoutingKeyWords Copy() => new(_words.AsEnumerable());

    /// <summary>Returns the value of a constant or required field as it was sent, or <c>_</c> if nothing was.</summary>
    /// <param name="position">The field's position, from 0.</param>
    /// <returns>The word or words.</returns>
    public string Get(int position) => _words[position];

    /// <summary>Returns the value of a field that the publisher may leave out.</summary>
    /// <param name="position">The field's position, from 0.</param>
    /// <returns>The word or words; <see langword="null"/> if there is no value (<c>_</c>).</returns>
    public string? GetOptional(int position) => _words[position] is None ? null : _words[position];

    /// <summary>Sets a required field of one word.</summary>
    /// <param name="position">The field's position, from 0.</param>
    /// <param name="value">The word.</param>
    /// <param name="field">The field's name, for the error.</param>
    /// <exception cref="ArgumentNullException">There is no value.</exception>
    /// <exception cref="ArgumentException">The value is empty or contains a dot, <c>*</c> or <c>#</c>.</exception>
    public void SetWord(int position, string value, string field)
    {
        ArgumentNullException.ThrowIfNull(value, field);
        SetOptionalWord(position, value, field);
    }

    /// <summary>Sets a required field of several words.</summary>
    /// <param name="position">The field's position, from 0.</param>
    /// <param name="value">The words, joined by dots.</param>
    /// <param name="field">The field's name, for the error.</param>
    /// <exception cref="ArgumentNullException">There is no value.</exception>
    /// <exception cref="ArgumentException">A word is empty or contains <c>*</c> or <c>#</c>.</exception>
    public void SetWords(int position, string value, string field)
    {
        ArgumentNullException.ThrowIfNull(value, field);
        SetOptionalWords(position, value, field);
    }

    /// <inheritdoc cref="SetWord"/>
    /// <summary>Sets a field of one word that may be left out.</summary>
    public void SetOptionalWord(int position, string? value, string field) =>
        Set(position, value, field, WordText.WhyNotWord);

    /// <inheritdoc cref="SetWords"/>
    /// <summary>Sets a field of several words that may be left out.</summary>
    public void SetOptionalWords(int position, string? value, string field) =>
        Set(position, value, field, WordText.WhyNotWordsOfKey);

    /// <inheritdoc/>
    public bool Equals(RoutingKeyWords? other) => other is not null && _words.AsSpan().SequenceEqual(other._words);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as RoutingKeyWords);

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>Returns the key.</summary>
    /// <returns>The words, joined by dots.</returns>
    public override string ToString() => string.Join('.', _words);

    private void Set(int position, string? value, string field, Func<string, string?> whyNot) =>
        _words[position] =
            value is not null && whyNot(value) is { } reason
                ? throw new ArgumentException($"{field} {reason}: '{value}'.", field)
                : value ?? None;

    private static string[] Split(string routingKey) => routingKey.Length == 0 ? [] : routingKey.Split('.');

    private static string Counted(int words) => words == 1 ? "1 word" : $"{words} words";
}
