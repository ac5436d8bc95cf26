namespace Pulse;

/// <summary>A state that the application can watch: each change raises an event, in order.</summary>
internal sealed class ObservedState(object owner, EventQueue events)
{
    private readonly object _sync = new();
    private PulseStateChangedEventArgs _now = new(PulseState.Connecting, reason: null);

    public event EventHandler<PulseStateChangedEventArgs>? Changed;

    public PulseState Current => Volatile.Read(ref _now).State;

    public PulseException? Reason => Volatile.Read(ref _now).Reason;

    /// <summary>Sets the state; does nothing once it is <see cref="PulseState.Closed"/>.</summary>
    public void Set(PulseState state, PulseException? reason = null)
    {
        lock (_sync)
            Set_NeedsLock(state, reason);
    }

    /// <summary>
    /// Sets or clears <see cref="PulseState.Blocked"/> from the current reason; ignored while not connected.
    /// </summary>
    public void SetBlocked(Func<PulseException?> reason)
    {
        lock (_sync)
        {
            // Asked for in here, so that of several threads that tell at once the last one has the last word.
            if (_now.State is PulseState.Connected or PulseState.Blocked)
            {
                var blocked = reason();
                Set_NeedsLock(blocked is null ? PulseState.Connected : PulseState.Blocked, blocked);
            }
        }
    }

    private void Set_NeedsLock(PulseState state, PulseException? reason)
    {
        // An attempt that fails like the one before is not news.
        if (_now.State == PulseState.Closed || (_now.State == state && _now.Reason?.Message == reason?.Message))
            return;
        Volatile.Write(ref _now, new PulseStateChangedEventArgs(state, reason));
        events.Raise(Changed, owner, _now);
    }
}
