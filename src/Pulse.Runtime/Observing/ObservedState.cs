namespace Pulse;

/// <summary>A state that others watch: each change is an event, in its order.</summary>
internal sealed class ObservedState(object owner, EventQueue events)
{
    private readonly object _sync = new();
    private PulseStateChangedEventArgs _now = new(PulseState.Connecting, reason: null);

    public event EventHandler<PulseStateChangedEventArgs>? Changed;

    public PulseState Current => Volatile.Read(ref _now).State;

    public PulseException? Reason => Volatile.Read(ref _now).Reason;

    /// <summary>Closed is the end: nothing follows it.</summary>
    public void Become(PulseState state, PulseException? reason = null) =>
        Change(from => from != PulseState.Closed, state, reason);

    /// <summary>Becomes blocked, or is that no longer; nothing else changes.</summary>
    public void BecomeBlocked(PulseException? reason)
    {
        if (reason is null)
            Change(from => from == PulseState.Blocked, PulseState.Connected, reason: null);
        else
            Change(from => from is PulseState.Connected or PulseState.Blocked, PulseState.Blocked, reason);
    }

    private void Change(Func<PulseState, bool> isAllowed, PulseState state, PulseException? reason)
    {
        lock (_sync)
        {
            // An attempt that fails again as the one before did is no news.
            if (!isAllowed(_now.State) || (_now.State == state && _now.Reason?.Message == reason?.Message))
                return;
            Volatile.Write(ref _now, new PulseStateChangedEventArgs(state, reason));
            events.Raise(Changed, owner, _now);
        }
    }
}
