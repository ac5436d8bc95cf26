namespace Pulse;

/// <summary>
/// The messages of a publisher that are on their way, in their order: those that wait to be sent, and those that were sent
/// on the open channel and are not confirmed. What a lost channel left unconfirmed is sent again, before anything new.
/// Decides what is sent next; sends nothing itself. Thread-safe.
/// </summary>
/// <param name="maxUnconfirmed">How many may be sent and not confirmed.</param>
/// <param name="timeProvider">The time.</param>
/// <param name="errors">Makes the errors that messages fail with.</param>
internal sealed class Outbox(int maxUnconfirmed, TimeProvider timeProvider, PublishErrors errors) : IDisposable
{
    private readonly object _sync = new();
    private readonly Outstanding _all = new();
    private Queue<OutgoingMessage> _again = new(); // Sent on a channel that was lost.
    private Queue<OutgoingMessage> _waiting = new();
    private SentMessages? _sent; // None while no channel is open.
    private bool _oneAtATime; // Since a refusal did not say which message it is about.
    private bool _isClosed;
    private ITimer? _timer;
    private long _timerAt = long.MaxValue;

    /// <summary>How many messages are on their way.</summary>
    public int Count => _all.Count;

    /// <summary>A message that is to be added.</summary>
    public OutgoingMessage Create(AmqpMessage content, TimeSpan timeout) => new(content, timeout, timeProvider, _all);

    /// <summary>Adds a message behind all others, and has it sent if that is possible now.</summary>
    /// <returns>Whether it was added; nothing is once this is closed.</returns>
    public bool TryAdd(OutgoingMessage message)
    {
        SentMessages? startWriting;
        lock (_sync)
        {
            if (_isClosed)
                return false;
            _waiting.Enqueue(message);
            SetTimer_NeedsLock(message.Deadline);
            startWriting = StartWriting_NeedsLock();
        }

        startWriting?.Write();
        return true;
    }

    /// <summary>A channel is open: from now on messages are sent on it.</summary>
    public void Open(SentMessages sent)
    {
        SentMessages? startWriting;
        lock (_sync)
        {
            _sent = sent;
            startWriting = StartWriting_NeedsLock();
        }

        startWriting?.Write();
    }

    /// <summary>
    /// The next message to send on a channel. Without one, whoever asked stops sending, and is called again when there is
    /// one.
    /// </summary>
    public OutgoingMessage? Next(SentMessages sent)
    {
        lock (_sync)
        {
            while (_sent == sent && MaySend_NeedsLock(sent))
            {
                if (!_again.TryDequeue(out var message) && !_waiting.TryDequeue(out message))
                    break;
                if (message.HasEnded)
                    continue;
                message.WasSent = true;
                message.Returned = null;
                sent.Add(message);
                return message;
            }

            sent.IsBeingWritten = false;
            return null;
        }
    }

    /// <summary>The message that <see cref="Next"/> returned last could not be sent, and would not be another time.</summary>
    public void CannotSend(SentMessages sent, OutgoingMessage message, Exception failure)
    {
        lock (_sync)
        {
            if (_sent == sent)
                sent.RemoveLast();
            message.Fail(errors.CannotSend(message, failure));
        }
    }

    /// <summary>The broker has answered about a message, or about all up to it; one answer at a time.</summary>
    public void Confirm(SentMessages sent, ulong number, bool multiple, bool accepted)
    {
        SentMessages? startWriting;
        lock (_sync)
        {
            if (_sent != sent)
                return;
            sent.Take(number, multiple);
            startWriting = StartWriting_NeedsLock();
        }

        // Outside the lock, which callers want that go on.
        foreach (var message in sent.Taken)
            End(message, accepted);
        sent.Taken.Clear();
        // Not on this thread: it reads what the broker sends.
        if (startWriting is not null)
            ThreadPool.UnsafeQueueUserWorkItem(static sent => sent.Write(), startWriting, preferLocal: false);
    }

    /// <summary>No queue got a mandatory message. The broker says so before it confirms the message.</summary>
    public void Return(SentMessages sent, AmqpReturn returned)
    {
        lock (_sync)
        {
            if (_sent != sent)
                return;
            var message = sent.All.FirstOrDefault(message =>
                message.Returned is null
                && message.Content.MessageId == returned.MessageId
                && message.Content.Mandatory
                && message.Content.Exchange == returned.Exchange
                && message.Content.RoutingKey == returned.RoutingKey
            );
            if (message is not null)
                message.Returned = returned;
        }
    }

    /// <summary>Sends nothing more on a channel, or goes on.</summary>
    public void Hold(SentMessages sent, bool isHeld)
    {
        SentMessages? startWriting;
        lock (_sync)
        {
            sent.IsHeld = isHeld;
            startWriting = StartWriting_NeedsLock();
        }

        if (startWriting is not null)
            ThreadPool.UnsafeQueueUserWorkItem(static sent => sent.Write(), startWriting, preferLocal: false);
    }

    /// <summary>
    /// A channel is lost. What is not confirmed is sent again on the next one, in its order. Where the broker closed it
    /// because of a message, that one fails; if it is not clear which one it was, they are sent one at a time, so that
    /// the next refusal tells.
    /// </summary>
    public void Lose(SentMessages sent, PublishClosure? closure)
    {
        lock (_sync)
        {
            if (_sent != sent)
                return;
            _sent = null;
            var unconfirmed = sent.All.ToList();
            var suspects = Suspects(unconfirmed, closure);
            var culprit = suspects is [var only] ? only : null;
            foreach (var message in unconfirmed)
                message.MayHaveArrived |= message != culprit && closure?.Names(message.Content.Exchange) is not true;
            culprit?.Fail(errors.Refused(culprit, closure!));
            _oneAtATime |= suspects.Count > 1;
            _again = new(unconfirmed.Concat(_again).Where(static message => !message.HasEnded));
        }
    }

    /// <summary>No channel can be opened for the first time: what waits fails.</summary>
    public void FailAll(Func<Exception> failure)
    {
        lock (_sync)
        {
            while (_waiting.TryDequeue(out var message))
                message.Fail(failure());
        }
    }

    /// <summary>Completes when no message is on its way.</summary>
    public Task WhenEmpty() => _all.WhenNone();

    /// <summary>Completes when everything that was sent on a channel is confirmed, or has ended otherwise.</summary>
    public Task WhenEnded(SentMessages sent)
    {
        lock (_sync)
            return Task.WhenAll(sent.All.Select(static message => EndOf(message.Task)));

        static async Task EndOf(Task task) => await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>From now on nothing is added.</summary>
    public void Close()
    {
        lock (_sync)
            _isClosed = true;
    }

    /// <summary>Everything that is still on its way fails.</summary>
    public void Dispose()
    {
        lock (_sync)
        {
            _isClosed = true;
            foreach (var message in All_NeedsLock())
                message.Fail(errors.Closed(message));
            _again.Clear();
            _waiting.Clear();
            _timer?.Dispose();
            _timer = null;
        }
    }

    private void End(OutgoingMessage message, bool accepted)
    {
        if (!accepted)
            message.Fail(errors.Nacked(message));
        else if (message.Returned is { } returned)
            message.Fail(errors.Returned(message, returned));
        else
            message.Succeed();
    }

    /// <summary>The messages that a closure may be about. The broker has dropped what followed that one.</summary>
    private static List<OutgoingMessage> Suspects(List<OutgoingMessage> unconfirmed, PublishClosure? closure)
    {
        if (closure is null)
            return [];
        var named = unconfirmed.Where(message => closure.Names(message.Content.Exchange)).ToList();
        return named.Count > 0 ? named : unconfirmed;
    }

    private bool MaySend_NeedsLock(SentMessages sent)
    {
        if (sent.IsHeld)
            return false;
        if (!_oneAtATime)
            return sent.Count < maxUnconfirmed;
        if (sent.Count > 0)
            return false;
        _oneAtATime = _again.Count > 0;
        return true;
    }

    private SentMessages? StartWriting_NeedsLock()
    {
        if (
            _sent is not { IsBeingWritten: false } sent
            || (_again.Count == 0 && _waiting.Count == 0)
            || !MaySend_NeedsLock(sent)
        )
        {
            return null;
        }

        sent.IsBeingWritten = true;
        return sent;
    }

    private IEnumerable<OutgoingMessage> All_NeedsLock() => [.. _sent?.All ?? [], .. _again, .. _waiting];

    // One timer for all, set for the earliest of them: nearly every message is confirmed long before.
    private void SetTimer_NeedsLock(long deadline)
    {
        if (deadline >= _timerAt)
            return;
        _timerAt = deadline;
        var now = timeProvider.GetTimestamp();
        var due = deadline <= now ? TimeSpan.Zero : timeProvider.GetElapsedTime(now, deadline);
        _timer ??= timeProvider.CreateTimer(
            static outbox => ((Outbox)outbox!).Expire(),
            this,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan
        );
        // A timer counts whole milliseconds.
        _timer.Change(due + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
    }

    private void Expire()
    {
        lock (_sync)
        {
            if (_timer is null)
                return;
            var now = timeProvider.GetTimestamp();
            foreach (var message in All_NeedsLock())
            {
                if (message.Deadline <= now && !message.HasEnded)
                    message.Fail(errors.NotInTime(message));
            }

            // Nobody else may look at them while nothing can be sent.
            _again = new(_again.Where(static message => !message.HasEnded));
            _waiting = new(_waiting.Where(static message => !message.HasEnded));
            _timerAt = long.MaxValue;
            var left = All_NeedsLock().Where(static message => !message.HasEnded).Select(static one => one.Deadline);
            if (left.DefaultIfEmpty(long.MaxValue).Min() is < long.MaxValue and var next)
                SetTimer_NeedsLock(next);
        }
    }
}
