namespace Pulse;

/// <summary>What became of a delivery, as far as this process has told the broker.</summary>
public enum Settlement
{
    /// <summary>Nothing yet: the broker still waits for an answer.</summary>
    None,

    /// <summary>Done with: the broker drops the message (<c>basic.ack</c>).</summary>
    Acknowledged,

    /// <summary>
    /// Given back: the broker delivers the message again, here or elsewhere (<c>basic.reject</c> with requeue).
    /// </summary>
    Requeued,

    /// <summary>
    /// Refused: the broker moves the message to the queue's dead-letter exchange, or drops it where there is
    /// none (<c>basic.reject</c>).
    /// </summary>
    Rejected,
}
