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
    public void Become(PulseState state, PulseException? reason = null)
    {
        lock (_sync)
            Change(state, reason);
    }

    /// <summary>
    /// Becomes blocked, or is that no longer, as the reason is now; without a connection that means nothing.
    /// </summary>
    public void BecomeBlocked(Func<PulseException?> reason)
    {
        lock (_sync)
        {
            // Asked for in here, so that of several who tell at once the last one has the last word.
            if (_now.State is PulseState.Connected or PulseState.Blocked)
            {
                var blocked = reason();
                Change(blocked is null ? PulseState.Connected : PulseState.Blocked, blocked);
            }
        }
    }

    private void Change(PulseState state, PulseException? reason)
    {
        // An attempt that fails again as the one before did is no news.
        if (_now.State == PulseState.Closed || (_now.State == state && _now.Reason?.Message == reason?.Message))
            return;
        Volatile.Write(ref _now, new PulseStateChangedEventArgs(state, reason));
        events.Raise(Changed, owner, _now);
    }
}
