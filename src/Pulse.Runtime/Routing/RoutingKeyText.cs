using System.ComponentModel;

namespace Pulse.Decoding;

/// <summary>Checks the values of a routing key's fields. Only generated code calls it: it is a binary contract.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RoutingKeyText
{
    /// <summary>Checks the value of a one-word field.</summary>
    /// <param name="value">The value; <see langword="null"/> matches anything.</param>
    /// <param name="field">The field's name, for the error.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ArgumentException">The value is empty or contains a dot, <c>*</c> or <c>#</c>.</exception>
    public static string? Word(string? value, string field) => Check(value, field, WordText.WhyNotWord);

    /// <summary>Checks the value of a field that may have several words, including wildcards.</summary>
    /// <param name="value">The value; <see langword="null"/> matches anything.</param>
    /// <param name="field">The field's name, for the error.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ArgumentException">
    /// The value is empty, contains an empty word, or contains a <c>*</c> or <c>#</c> inside a longer word, where it is
    /// not a wildcard.
    /// </exception>
    public static string? Words(string? value, string field) => Check(value, field, WordText.WhyNotWords);

    /// <summary>Checks that a routing key fits AMQP's short string.</summary>
    /// <param name="routingKey">The key or pattern.</param>
    /// <returns>The key.</returns>
    /// <exception cref="InvalidOperationException">The key is longer than 255 bytes of UTF-8.</exception>
    public static string Checked(string routingKey) =>
        ShortString.Fits(routingKey)
            ? routingKey
            : throw new InvalidOperationException(ShortString.TooLong(routingKey, "A routing key"));

    private static string? Check(string? value, string field, Func<string, string?> whyNot) =>
        value is not null && whyNot(value) is { } reason
            ? throw new ArgumentException($"{field} {reason}: '{value}'. Leave it null to match anything.", field)
            : value;
}
