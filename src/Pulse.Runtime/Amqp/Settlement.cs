namespace Pulse;

/// <summary>How a delivery is settled, as far as this process has told the broker.</summary>
public enum Settlement
{
    /// <summary>Not settled: the broker still waits for an answer.</summary>
    None,

    /// <summary>Acknowledged: the broker drops the message (<c>basic.ack</c>).</summary>
    Acknowledged,

    /// <summary>
    /// Returned to the queue: the broker delivers the message again, here or elsewhere (<c>basic.reject</c> with requeue).
    /// </summary>
    Requeued,

    /// <summary>
    /// Rejected: the broker moves the message to the queue's dead-letter exchange, or drops it where there is
    /// none (<c>basic.reject</c>).
    /// </summary>
    Rejected,
}
