using System.ComponentModel;

namespace Pulse.Decoding;

/// <summary>
/// A delivered routing key, split into its fields: one-word fields from the front, one-word fields from the back, and
/// the rest is the field of several words. Only generated code calls it: it is a binary contract.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct RoutingKeyWords
{
    private readonly string?[] _fields;

    private RoutingKeyWords(string?[] fields) => _fields = fields;

    /// <summary>Splits a delivered key. Any key that AMQP allows is accepted if it has the right number of words.</summary>
    /// <param name="routingKey">The key as it arrived.</param>
    /// <param name="fieldCount">How many fields the key has.</param>
    /// <param name="multipleWordsAt">The position of the field of several words, or -1.</param>
    /// <param name="form">The key's form in words, for the error.</param>
    /// <returns>The fields.</returns>
    /// <exception cref="FormatException">The key has too few or too many words.</exception>
    public static RoutingKeyWords Split(string routingKey, int fieldCount, int multipleWordsAt, string form)
    {
        ArgumentNullException.ThrowIfNull(routingKey);
        var words = routingKey.Length == 0 ? [] : routingKey.Split('.');
        if (multipleWordsAt < 0)
            return words.Length == fieldCount ? new(words) : throw WrongCount(routingKey, words.Length, form);

        var extra = words.Length - (fieldCount - 1);
        if (extra < 0)
            throw WrongCount(routingKey, words.Length, form);
        if (extra == 1)
            return new(words);
        return new([
            .. words.AsSpan(0, multipleWordsAt),
            extra == 0 ? null : string.Join('.', words, multipleWordsAt, extra),
            .. words.AsSpan(multipleWordsAt + extra),
        ]);
    }

    /// <summary>A field's value; <see langword="null"/> if the publisher had none (<c>_</c>, or no word at all).</summary>
    /// <param name="position">The field's position, from 0.</param>
    public string? this[int position] => _fields[position] is "_" ? null : _fields[position];

    /// <summary>Returns a constant field as it arrived.</summary>
    /// <param name="position">The field's position, from 0.</param>
    /// <returns>The word.</returns>
    public string Constant(int position) => _fields[position]!;

    private static FormatException WrongCount(string routingKey, int count, string form) =>
        new($"The routing key '{routingKey}' has {count} {(count == 1 ? "word" : "words")} and does not fit '{form}'.");
}
