namespace Pulse;

/// <summary>Tells code that a handler of one queue runs from all other code.</summary>
internal sealed class HandlerContext
{
    private readonly AsyncLocal<Scope?> _current = new();

    /// <summary>The handlers that run and do not wait for the others.</summary>
    public Outstanding Active { get; } = new();

    /// <summary>
    /// Whether the caller is a handler of this queue, or something that a handler waits for. Work that a handler left running
    /// is no longer inside once the handler has returned.
    /// </summary>
    public bool IsInside => _current.Value is { HasEnded: false };

    /// <summary>Begins a handler in the caller's context, which must be an asynchronous method's own.</summary>
    public Scope Enter() => _current.Value = new Scope(Active);

    /// <summary>
    /// Until disposed of, the handler that calls this does not count as one that others wait for: two that wait for each
    /// other would never end.
    /// </summary>
    public IDisposable StandAside()
    {
        var scope = _current.Value;
        scope?.StandAside();
        return new Return(scope);
    }

    internal sealed class Scope(Outstanding active) : IDisposable
    {
        private readonly object _sync = new();
        private volatile bool _hasEnded;
        private int _aside; // It may wait several times at once.

        public bool HasEnded => _hasEnded;

        public void StandAside()
        {
            lock (_sync)
            {
                if (!_hasEnded && _aside++ == 0)
                    active.Remove();
            }
        }

        public void ComeBack()
        {
            lock (_sync)
            {
                if (!_hasEnded && --_aside == 0)
                    active.Add();
            }
        }

        public void Dispose()
        {
            lock (_sync)
            {
                _hasEnded = true;
                if (_aside > 0)
                    active.Add();
            }
        }
    }

    private sealed class Return(Scope? scope) : IDisposable
    {
        public void Dispose() => scope?.ComeBack();
    }
}
