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
    private TimeSpan _wait;
    private long _failedAt;

    /// <summary>Whether the queue is slowed down.</summary>
    public bool IsActive
    {
        get
        {
            lock (_failed)
                return _failed.Count >= Different;
        }
    }

    public void OnSuccess(AmqpDelivery message)
    {
        var wasActive = false;
        lock (_failed)
        {
            wasActive = _failed.Count >= Different;
            _failed.Clear();
        }

        if (wasActive)
            logger.NoLongerSlowedDown(message.Queue);
    }

    public void OnFailure(AmqpDelivery message)
    {
        bool begins;
        lock (_failed)
        {
            _failedAt = timeProvider.GetTimestamp();
            if (_failed.Count >= Different)
            {
                _wait = _wait * 2 < Longest ? _wait * 2 : Longest;
                return;
            }

            begins = _failed.Add(MessageCounts.Fingerprint(message)) && _failed.Count == Different;
            _wait = First;
        }

        if (begins)
            logger.SlowedDown(message.Queue);
    }

    /// <summary>Waits until the next message may be tried.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            TimeSpan left;
            lock (_failed)
            {
                if (_failed.Count < Different)
                    return;
                left = _wait - timeProvider.GetElapsedTime(_failedAt);
            }

            if (left <= TimeSpan.Zero)
                return;
            await Task.Delay(left, timeProvider, cancellationToken).ConfigureAwait(false);
        }
    }
}
