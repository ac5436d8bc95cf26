using System.ComponentModel;

namespace Pulse.Decoding;

/// <summary>Checks what goes into a routing key. Called by generated code only; a binary contract.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RoutingKeyText
{
    /// <summary>Checks the value of a field that is one word.</summary>
    /// <param name="value">The value; <see langword="null"/> leaves the field open.</param>
    /// <param name="field">The field's name, for the error.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ArgumentException">The value is empty or holds a dot, <c>*</c> or <c>#</c>.</exception>
    public static string? Word(string? value, string field) => Check(value, field, WordText.WhyNotWord);

    /// <summary>Checks the value of a field that may be several words, wildcards among them.</summary>
    /// <param name="value">The value; <see langword="null"/> leaves the field open.</param>
    /// <param name="field">The field's name, for the error.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ArgumentException">
    /// The value is empty, has an empty word, or a <c>*</c> or <c>#</c> inside a longer word, where it is no wildcard.
    /// </exception>
    public static string? Words(string? value, string field) => Check(value, field, WordText.WhyNotWords);

    /// <summary>Checks that a routing key fits AMQP's short string.</summary>
    /// <param name="routingKey">The key or pattern.</param>
    /// <returns>The key.</returns>
    /// <exception cref="InvalidOperationException">The key is over 255 bytes of UTF-8.</exception>
    public static string Checked(string routingKey) =>
        ShortString.Fits(routingKey)
            ? routingKey
            : throw new InvalidOperationException(ShortString.TooLong(routingKey, "A routing key"));

    private static string? Check(string? value, string field, Func<string, string?> whyNot) =>
        value is not null && whyNot(value) is { } reason
            ? throw new ArgumentException($"{field} {reason}: '{value}'. Leave it null to match anything.", field)
            : value;
}
