using Microsoft.Extensions.Logging;

namespace Pulse;

/// <summary>
/// Slows a queue down when three different messages in a row have failed, with no success between them: something that
/// the handlers need is away, and going on would only empty the queue. One attempt follows after 1 second, the next
/// after twice as long, up to 30 seconds; a success ends it. Thread-safe.
/// </summary>
internal sealed class Slowdown(ILogger logger, TimeProvider timeProvider)
{
    private const int Different = 3;
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly HashSet<string> _failed = []; // In a row. Is also the lock.
    private volatile bool _isActive;
    private volatile bool _hasFailures; // Spares the lock.
    private TimeSpan _wait;
    private long _failedAt;
    private bool _isTrying;
    private bool _hasAttemptFailed;
    private TaskCompletionSource _changed = NewChanged(); // Completed when an attempt has ended.

    /// <summary>Whether the queue is slowed down.</summary>
    public bool IsActive => _isActive;

    public void OnSuccess(AmqpDelivery message)
    {
        if (!_hasFailures)
            return;
        bool wasActive;
        lock (_failed)
        {
            wasActive = _isActive;
            _failed.Clear();
            _hasFailures = _isActive = false;
            if (wasActive)
                EndAttempt_NeedsLock();
        }

        if (wasActive)
            logger.NoLongerSlowedDown(message.Queue);
    }

    public void OnFailure(AmqpDelivery message)
    {
        lock (_failed)
        {
            if (_isActive)
            {
                // Handlers that began before tell nothing new.
                if (!_isTrying || _hasAttemptFailed)
                    return;
                _hasAttemptFailed = true;
                _failedAt = timeProvider.GetTimestamp();
                _wait = _wait * 2 < Longest ? _wait * 2 : Longest;
                return;
            }

            _hasFailures = true;
            if (!_failed.Add(MessageCounts.Fingerprint(message)) || _failed.Count < Different)
                return;
            _failedAt = timeProvider.GetTimestamp();
            _wait = First;
            _isTrying = false;
            _isActive = true;
        }

        logger.SlowedDown(message.Queue);
    }

    /// <summary>Waits until a message may be tried; <see cref="TryBegin"/> says who tries it.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            TimeSpan? left = null; // Until an attempt may begin; none while one runs.
            lock (_failed)
            {
                if (!_isActive)
                    return;
                changed = _changed.Task;
                if (!_isTrying)
                    left = Left_NeedsLock;
            }

            if (left <= TimeSpan.Zero)
                return;
            // Rounded up: it is cut off to whole milliseconds.
            var wait = left is { } time
                ? TimeSpan.FromMilliseconds(Math.Ceiling(time.TotalMilliseconds))
                : Timeout.InfiniteTimeSpan;

            await changed
                .WaitAsync(wait, timeProvider, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>
    /// Whether the caller may try a message now: anyone, or, while the queue is slowed down, one at a time, who calls
    /// <see cref="EndAttempt"/> at the end.
    /// </summary>
    public HandlerTurn TryBegin()
    {
        if (!_isActive)
            return HandlerTurn.Slot;
        lock (_failed)
        {
            if (!_isActive)
                return HandlerTurn.Slot;
            if (_isTrying || Left_NeedsLock > TimeSpan.Zero)
                return HandlerTurn.None;
            _isTrying = true;
            _hasAttemptFailed = false;
            return HandlerTurn.Attempt;
        }
    }

    /// <summary>To be called when an attempt has ended, whatever came of it.</summary>
    public void EndAttempt()
    {
        lock (_failed)
            EndAttempt_NeedsLock();
    }

    private TimeSpan Left_NeedsLock => _wait - timeProvider.GetElapsedTime(_failedAt);

    private void EndAttempt_NeedsLock()
    {
        _isTrying = false;
        _changed.SetResult();
        _changed = NewChanged();
    }

    private static TaskCompletionSource NewChanged() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
