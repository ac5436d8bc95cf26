namespace Pulse;

/// <summary>A connection or queue is in another state, or still in the same one for another reason.</summary>
/// <param name="state">The state now.</param>
/// <param name="reason">Why, where something went wrong.</param>
public sealed class PulseStateChangedEventArgs(PulseState state, PulseException? reason) : EventArgs
{
    /// <summary>The state that began.</summary>
    public PulseState State { get; } = state;

    /// <summary>
    /// What went wrong: why there is no connection, why it is blocked, why the queue could not be brought back yet, or
    /// why it ended by itself; <see langword="null"/> where nothing did.
    /// </summary>
    public PulseException? Reason { get; } = reason;
}
