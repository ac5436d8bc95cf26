namespace Pulse;

/// <summary>How a queue is consumed on a channel.</summary>
/// <param name="Prefetch">How many messages may be unsettled; 0 means no limit.</param>
/// <param name="Start">Where to begin, if the queue is a stream.</param>
/// <param name="Arguments">The consumer's further arguments.</param>
internal sealed record ConsumeOptions(
    ushort Prefetch,
    StreamOffset Start,
    IReadOnlyDictionary<string, object> Arguments
);
