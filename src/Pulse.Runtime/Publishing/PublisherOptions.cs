namespace Pulse;

/// <summary>How a <see cref="PulsePublisher"/> publishes.</summary>
public sealed record PublisherOptions
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(int.MaxValue); // What a timer can wait.

    /// <summary>The publishing application, sent with each message (<c>app_id</c>); by default none.</summary>
    /// <exception cref="ArgumentException">The value is over 255 bytes of UTF-8.</exception>
    public string? AppId
    {
        get;
        init => field = ShortString.CheckOptional(value, "An application's id", nameof(AppId));
    }

    /// <summary>
    /// How long a message may take from the call of <c>PublishAsync</c> until the broker has confirmed it, waiting and
    /// reconnecting included; by default 30 seconds. <see cref="PublishOptions.Deadline"/> sets it for one message.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1 millisecond, or over 24 days.</exception>
    public TimeSpan Deadline
    {
        get;
        init => field = CheckDeadline(value, nameof(Deadline));
    } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How many messages may be sent and not confirmed; further ones wait for their turn in this process. By default 1,000.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxUnconfirmed
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            field = value;
        }
    } = 1000;

    /// <summary>
    /// Whether typed messages are checked against their schemas before they are sent; by default they are. A message that
    /// does not fit is an <see cref="InvalidPayloadException"/>.
    /// </summary>
    public bool Validate { get; init; } = true;

    /// <summary>
    /// Whether exchanges are published to, and declared, in the user's own namespace:
    /// <c>exchange/build/v1/finished</c> in a reference becomes <c>exchange/&lt;user&gt;/v1/finished</c>.
    /// <see cref="PulseOptions.MapExchange"/> is applied after it. By default they keep their names.
    /// </summary>
    public bool OwnNamespace { get; init; }

    /// <summary>
    /// Whether <see cref="PulsePublisher.DeclareExchangesAsync"/> also creates exchanges outside the user's own namespace
    /// (<c>exchange/&lt;user&gt;/…</c>), as a broker other than Pulse may allow. By default it only checks that those exist.
    /// </summary>
    public bool DeclareAnyExchange { get; init; }

    internal static TimeSpan CheckDeadline(TimeSpan value, string name) =>
        value >= Shortest && value <= Longest
            ? value
            : throw new ArgumentOutOfRangeException(
                name,
                value,
                "A deadline must be from 1 millisecond to 24 days after the call."
            );
}
