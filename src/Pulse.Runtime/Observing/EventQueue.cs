using Microsoft.Extensions.Logging;

namespace Pulse;

/// <summary>
/// Raises events one after the other, in order, on a thread where nothing of ours waits, so that a handler may close
/// the object that the event came from. Exceptions of handlers are logged.
/// </summary>
internal sealed class EventQueue(ILogger logger)
{
    private readonly Queue<Action> _waiting = [];
    private bool _isRaising;

    public void Raise<TArgs>(EventHandler<TArgs>? handlers, object sender, TArgs args)
    {
        if (handlers is null)
            return;
        lock (_waiting)
        {
            foreach (var handler in handlers.GetInvocationList().Cast<EventHandler<TArgs>>())
                _waiting.Enqueue(() => handler(sender, args));
            if (_isRaising)
                return;
            _isRaising = true;
        }

        // Unsafe is intended: this thread's context, such as being inside a handler, must not flow to them.
        ThreadPool.UnsafeQueueUserWorkItem(static queue => queue.RaiseAll(), this, preferLocal: false);
    }

    private void RaiseAll()
    {
        while (Next() is { } raise)
        {
            try
            {
                raise();
            }
            catch (Exception exception)
            {
                logger.EventHandlerFailed(exception);
            }
        }
    }

    private Action? Next()
    {
        lock (_waiting)
        {
            _isRaising = _waiting.TryDequeue(out var raise);
            return raise;
        }
    }
}
