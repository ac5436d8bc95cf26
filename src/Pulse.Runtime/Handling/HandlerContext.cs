namespace Pulse;

/// <summary>Tells code that a handler of one queue runs from all other code.</summary>
internal sealed class HandlerContext
{
    private readonly AsyncLocal<Scope?> _current = new();

    /// <summary>
    /// Whether the caller is a handler of this queue, or something that a handler waits for. Work that a handler left running
    /// is no longer inside once the handler has returned.
    /// </summary>
    public bool IsInside => _current.Value is { HasEnded: false };

    /// <summary>Begins a handler in the caller's context, which must be an asynchronous method's own.</summary>
    public Scope Enter() => _current.Value = new Scope();

    internal sealed class Scope : IDisposable
    {
        private volatile bool _hasEnded;

        public bool HasEnded => _hasEnded;

        public void Dispose() => _hasEnded = true;
    }
}
