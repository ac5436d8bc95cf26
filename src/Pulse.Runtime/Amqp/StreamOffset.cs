using System.Globalization;

namespace Pulse;

/// <summary>
/// Where in a stream consuming begins (the argument <c>x-stream-offset</c> of RabbitMQ's streams). The default is
/// <see cref="Next"/>.
/// </summary>
public readonly record struct StreamOffset
{
    private const string FirstWord = "first";

    private readonly string? _word;
    private readonly DateTimeOffset? _time;
    private readonly long? _offset;

    private StreamOffset(string? word = null, DateTimeOffset? time = null, long? offset = null) =>
        (_word, _time, _offset) = (word, time, offset);

    /// <summary>With the first message that the stream still has.</summary>
    public static StreamOffset First { get; } = new(word: FirstWord);

    /// <summary>
    /// With the last messages that the stream has: those that the broker wrote in one go, which may be a single one.
    /// </summary>
    public static StreamOffset Last { get; } = new(word: "last");

    /// <summary>With what is published from now on.</summary>
    public static StreamOffset Next { get; }

    /// <summary>
    /// With the messages of a time. The broker counts in whole seconds and finds what it wrote in one go, so some that are a
    /// little older may come first. A time before the stream's first message means that one, a time to come means
    /// <see cref="Next"/>.
    /// </summary>
    /// <param name="time">The time of publishing, by the broker's clock.</param>
    /// <returns>The place.</returns>
    public static StreamOffset At(DateTimeOffset time) => new(time: time);

    /// <summary>
    /// With the message of an offset, such as the one behind the <see cref="Delivery.StreamOffset"/> that an application
    /// has kept. Where the stream has dropped that message already, with the first that it still has.
    /// </summary>
    /// <param name="offset">The offset, counted from 0.</param>
    /// <returns>The place.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The offset is negative.</exception>
    public static StreamOffset From(long offset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        return new(offset: offset);
    }

    /// <summary>The offset, where it is known.</summary>
    internal long? Offset => _offset;

    /// <summary>Whether consuming can begin there a second time, and miss nothing.</summary>
    internal bool IsFixed => _offset is not null || _time is not null || _word is FirstWord;

    /// <summary>The same place in a stream that was created again: its offsets begin at 0.</summary>
    internal StreamOffset InNewStream => _offset is null ? this : First;

    /// <summary>The argument's value: a string, a number or a time; <see langword="null"/> for the broker's default.</summary>
    internal object? Value => (object?)_word ?? (object?)_time ?? _offset;

    /// <summary>Shows the place.</summary>
    /// <returns><c>first</c>, <c>last</c>, <c>next</c>, the time or the offset.</returns>
    public override string ToString() =>
        _time?.ToString("u", CultureInfo.InvariantCulture)
        ?? _offset?.ToString(CultureInfo.InvariantCulture)
        ?? _word
        ?? "next";
}
