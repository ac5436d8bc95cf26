using Microsoft.Extensions.Logging;

namespace Pulse;

/// <summary>
/// What a queue's messages pass through, whatever channel they come by: reading, then the handler when it is its turn,
/// then the settlement.
/// </summary>
internal sealed class HandlerPipeline
{
    private readonly FailureMemory _memory = new();

    /// <param name="options">What the user has described.</param>
    /// <param name="keepsRejected">Whether the broker keeps a message that is rejected.</param>
    /// <param name="logger">Where failures are logged.</param>
    /// <param name="stopping">Cancelled when closing has waited long enough for the handler that runs.</param>
    public HandlerPipeline(HandlerOptions options, bool keepsRejected, ILogger logger, CancellationToken stopping)
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
