namespace Pulse;

/// <summary>Says that a connection or queue is in another state, or in the same state for another reason.</summary>
/// <param name="state">The state now.</param>
/// <param name="reason">The problem, where there is one.</param>
public sealed class PulseStateChangedEventArgs(PulseState state, PulseException? reason) : EventArgs
{
    /// <summary>The state that began.</summary>
    public PulseState State { get; } = state;

    /// <summary>
    /// The problem: why there is no connection, why it is blocked, why the queue could not be restored yet, or why it
    /// stopped; <see langword="null"/> where there is none.
    /// </summary>
    public PulseException? Reason { get; } = reason;
}
