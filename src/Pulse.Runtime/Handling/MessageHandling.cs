using Microsoft.Extensions.Logging;

namespace Pulse;

/// <summary>
/// What a queue does with its messages, whatever channel they come by. A <see cref="Consumer"/> has each message read
/// and then run in a slot of the scheduler.
/// </summary>
internal sealed class MessageHandling
{
    private readonly FailureMemory _memory = new();

    /// <param name="options">What the user has described.</param>
    /// <param name="keepsRejected">Whether the broker keeps a message that is rejected.</param>
    /// <param name="logger">Where failures are logged.</param>
    /// <param name="stopping">Cancelled when closing has waited long enough for the handler that runs.</param>
    public MessageHandling(HandlerOptions options, bool keepsRejected, ILogger logger, CancellationToken stopping)
    {
        Scheduler = new HandlerScheduler(stopping);
        Reader = new MessageReader(
            options,
            new HandlerRules(options.Acknowledgement, new FailurePolicy(_memory), logger),
            new UndecodableFuse(keepsRejected || options.OnUndecodable is not null)
        );
    }

    public MessageReader Reader { get; }

    public HandlerScheduler Scheduler { get; }

    public Acknowledger CreateAcknowledger(AmqpChannel channel) => new(channel, _memory);

    /// <summary>Remembers a message that the broker took back with its channel before anything was done with it.</summary>
    public void OnLost(AmqpDelivery message) => _memory.AddReturn(message);
}
