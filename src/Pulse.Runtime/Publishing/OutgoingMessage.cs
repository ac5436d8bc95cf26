using System.Diagnostics;

namespace Pulse;

/// <summary>
/// A message on its way, from the call that publishes it until the broker has confirmed it, or until it has failed. Its
/// task is what the caller waits for.
/// </summary>
internal sealed class OutgoingMessage : TaskCompletionSource
{
    private readonly Outstanding _all;
    private CancellationTokenRegistration _cancellation;

    /// <param name="content">What is sent.</param>
    /// <param name="timeout">How long it may take.</param>
    /// <param name="timeProvider">The time.</param>
    /// <param name="all">Counts the messages on their way.</param>
    public OutgoingMessage(AmqpMessage content, TimeSpan timeout, TimeProvider timeProvider, Outstanding all)
        : base(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        Content = content;
        Timeout = timeout;
        Deadline =
            timeProvider.GetTimestamp() + (long)Math.Ceiling(timeout.TotalSeconds * timeProvider.TimestampFrequency);
        _all = all;
        all.Add();
    }

    public AmqpMessage Content { get; }

    /// <summary>What the caller traces; the message may be sent by another caller's thread.</summary>
    public Activity? Activity { get; } = Activity.Current;

    public TimeSpan Timeout { get; }

    /// <summary>The timestamp at which it has failed.</summary>
    public long Deadline { get; }

    /// <summary>Whether it was ever handed to the client, so that it may arrive.</summary>
    public bool WasSent { get; set; }

    /// <summary>Whether a copy may have arrived that was sent on a channel that was lost, whatever becomes of the next one.</summary>
    public bool MayHaveArrived { get; set; }

    /// <summary>That no queue got it, on the channel that it was sent on last.</summary>
    public AmqpReturn? Returned { get; set; }

    public bool HasEnded => Task.IsCompleted;

    /// <summary>Ends it when the token is cancelled; if it was sent by then, it may arrive all the same.</summary>
    public void EndOn(CancellationToken cancellationToken)
    {
        if (!cancellationToken.CanBeCanceled)
            return;
        _cancellation = cancellationToken.UnsafeRegister(
            static (message, token) => ((OutgoingMessage)message!).Cancel(token),
            this
        );
        // Otherwise the application's token would keep a message that ended while it was registered.
        if (HasEnded)
            _cancellation.Unregister();
    }

    public void Succeed()
    {
        if (TrySetResult())
            End();
    }

    public void Fail(Exception failure)
    {
        if (TrySetException(failure))
            End();
    }

    private void Cancel(CancellationToken cancellationToken)
    {
        if (TrySetCanceled(cancellationToken))
            End();
    }

    private void End()
    {
        _cancellation.Unregister();
        _all.Remove();
    }
}
