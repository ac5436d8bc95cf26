namespace Pulse;

/// <summary>
/// The tags of a channel's unsettled deliveries. The broker numbers deliveries upwards (AMQP 0-9-1 reference,
/// 1.8.3.9), and most are settled in that order.
/// </summary>
internal sealed class UnsettledTags
{
    private readonly Queue<ulong> _inOrder = new(); // Begins with the lowest that is unsettled.
    private readonly HashSet<ulong> _settledEarly = []; // Those among them that were settled before a lower one.

    public bool IsEmpty => _inOrder.Count == 0;

    /// <summary>The lowest tag that is unsettled, up to which everything is settled; none when nothing is unsettled.</summary>
    public ulong? Lowest => _inOrder.TryPeek(out var lowest) ? lowest : null;

    /// <param name="tag">Higher than every tag before.</param>
    public void Add(ulong tag) => _inOrder.Enqueue(tag);

    /// <summary>Takes off a tag that was added; does nothing the second time.</summary>
    public void Remove(ulong tag)
    {
        if (Lowest is not { } lowest || tag < lowest)
            return;
        if (tag > lowest)
        {
            _settledEarly.Add(tag);
            return;
        }

        do _inOrder.Dequeue();
        while (_inOrder.TryPeek(out lowest) && _settledEarly.Remove(lowest));
    }
}
