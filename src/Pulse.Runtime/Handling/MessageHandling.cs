using Microsoft.Extensions.Logging;

namespace Pulse;

/// <summary>
/// What a queue does with its messages, whatever channel they come by. A <see cref="Consumer"/> has each message read
/// and then run in a slot of the scheduler.
/// </summary>
internal sealed class MessageHandling
{
    /// <param name="options">What the user has described.</param>
    /// <param name="prefetch">How many messages the broker sends ahead of what is settled; 0 means no limit.</param>
    /// <param name="keepsRejected">Whether the broker keeps a message that is rejected.</param>
    /// <param name="logger">Where failures are logged.</param>
    /// <param name="timeProvider">What pauses are measured by.</param>
    /// <param name="maxDecompressedSize">See <see cref="PulseOptions.MaxDecompressedSize"/>.</param>
    /// <param name="stopping">Cancelled when closing has waited long enough for the handler that runs.</param>
    public MessageHandling(
        HandlerOptions options,
        ushort prefetch,
        bool keepsRejected,
        ILogger logger,
        TimeProvider timeProvider,
        int maxDecompressedSize,
        CancellationToken stopping
    )
    {
        Slowdown = new Slowdown(logger, timeProvider);
        Scheduler = new HandlerScheduler(options.Concurrency, Slowdown, stopping);
        Reader = new MessageReader(
            options,
            new HandlerRules(
                options.Acknowledgement,
                new FailurePolicy(Slowdown, options.Retry),
                options.OnFailed,
                logger
            ),
            new RejectionFuse(keepsRejected || options.OnUndecodable is not null, keepsRejected),
            new UnmatchedReturns(prefetch, timeProvider),
            maxDecompressedSize
        );
    }

    public MessageReader Reader { get; }

    public Slowdown Slowdown { get; }

    public HandlerScheduler Scheduler { get; }
}
