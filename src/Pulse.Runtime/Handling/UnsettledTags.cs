namespace Pulse;

/// <summary>
/// The tags of a channel's unsettled deliveries, in the order in which the broker has numbered them (AMQP 0-9-1
/// reference, 1.8.3.9). The prefetch bounds how many there are.
/// </summary>
internal sealed class UnsettledTags
{
    private readonly SortedSet<ulong> _tags = [];

    public int Count => _tags.Count;

    /// <summary>The lowest tag that is unsettled: below it everything is settled. None when nothing is unsettled.</summary>
    public ulong? Lowest => Count == 0 ? null : _tags.Min;

    public bool Contains(ulong tag) => _tags.Contains(tag);

    public void Add(ulong tag) => _tags.Add(tag);

    /// <summary>Takes off a tag; does nothing the second time.</summary>
    public void Remove(ulong tag) => _tags.Remove(tag);
}
