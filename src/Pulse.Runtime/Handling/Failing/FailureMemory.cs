namespace Pulse;

/// <summary>What this process remembers of messages that come again: failures, and returns to the queue. Thread-safe.</summary>
internal sealed class FailureMemory
{
    private const int Capacity = 10_000;

    private readonly MessageCounts _failures = new(Capacity);
    private readonly MessageCounts _returns = new(Capacity);

    public void AddFailure(AmqpDelivery message) => _failures.Add(message);

    /// <summary>Forgets one failure; says whether there was one.</summary>
    public bool TryTakeFailure(AmqpDelivery message) => _failures.TryTake(message);

    public void AddReturn(AmqpDelivery message) => _returns.Add(message);

    public int ReturnsOf(AmqpDelivery message) => _returns.CountOf(message);
}
