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

    // Since a refusal did not say which message it was about: one at a time is sent of what was sent before, or to an exchange.
    private readonly HashSet<string> _suspected = [];
    private bool _isUnclear;
    private bool _isClosed;
    private DeadlineTimer? _deadlines; // Made for the first message.

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
            _deadlines ??= new DeadlineTimer(timeProvider, Expire);
            _deadlines.CheckBy(message.Deadline);
            startWriting = StartWriting_NeedsLock();
        }

        startWriting?.Write();
        return true;
    }

    /// <summary>A channel is open: from now on messages are sent on it, unless it is lost already.</summary>
    public void Open(SentMessages sent)
    {
        SentMessages? startWriting;
        lock (_sync)
        {
            if (sent.IsLeft)
                return;
            _sent = sent;
            startWriting = StartWriting_NeedsLock();
        }

        startWriting?.Write();
    }

    /// <summary>
    /// The next message to send on a channel. If there is none, the caller stops sending; <see cref="SentMessages.Write"/> is
    /// called when there is one again.
    /// </summary>
    public OutgoingMessage? Next(SentMessages sent)
    {
        lock (_sync)
        {
            if (_sent == sent && Sendable_NeedsLock(sent) is { } queue)
            {
                var message = queue.Dequeue();
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
            if (accepted && _suspected.Count > 0)
                sent.Taken.ForEach(message => _suspected.Remove(message.Content.Exchange));
            startWriting = StartWriting_NeedsLock();
        }

        // Outside the lock: the callers that go on then want it.
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

    /// <summary>The broker reads again.</summary>
    public void GoOn(SentMessages sent)
    {
        SentMessages? startWriting;
        lock (_sync)
            startWriting = _sent == sent ? StartWriting_NeedsLock() : null;
        if (startWriting is not null)
            ThreadPool.UnsafeQueueUserWorkItem(static sent => sent.Write(), startWriting, preferLocal: false);
    }

    /// <summary>Sends nothing more on a channel.</summary>
    public void Leave(SentMessages sent)
    {
        lock (_sync)
            sent.IsLeft = true;
    }

    /// <summary>
    /// A channel is lost. What is not confirmed is sent again on the next one, in its order. Where the broker closed it
    /// because of a message, that one fails; if it is not clear which one it was, those that it may have been are sent one
    /// at a time, so that the next refusal tells.
    /// </summary>
    public void Lose(SentMessages sent, PublishClosure? closure)
    {
        lock (_sync)
        {
            sent.IsLeft = true;
            if (_sent != sent)
                return;
            _sent = null;
            var unconfirmed = sent.All.ToList();
            if (closure is null)
                unconfirmed.ForEach(static message => message.MayHaveArrived = true);
            else
                Suspect_NeedsLock(unconfirmed, closure);
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
            _deadlines?.Dispose();
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

    // The broker has taken what came before the message that it refuses, and dropped what followed it.
    private void Suspect_NeedsLock(List<OutgoingMessage> unconfirmed, PublishClosure closure)
    {
        var named = unconfirmed.Where(message => closure.Names(message.Content.Exchange)).ToList();
        var suspects = named.Count > 0 ? named : unconfirmed;
        if (suspects is [var culprit])
            culprit.Fail(errors.Refused(culprit, closure));
        else if (named.Count > 0)
            _suspected.Add(named[0].Content.Exchange);
        else
            _isUnclear = true;
        foreach (var message in unconfirmed)
            message.MayHaveArrived |= message != suspects.LastOrDefault();
    }

    /// <summary>The queue whose first message is to be sent now, if there is one.</summary>
    private Queue<OutgoingMessage>? Sendable_NeedsLock(SentMessages sent)
    {
        if (sent.Count >= maxUnconfirmed || !sent.IsOpen)
            return null;
        Drop(_again);
        Drop(_waiting);
        var queue = _again.Count > 0 ? _again : _waiting;
        if (_again.Count == 0 && sent.Count == 0)
        {
            _isUnclear = false;
            if (_waiting.Count == 0)
                _suspected.Clear(); // Or names that nobody publishes to any more would stay.
        }

        if (!queue.TryPeek(out var next) || (_isUnclear && sent.Count > 0))
            return null;
        var exchange = next.Content.Exchange;
        return
            _suspected.Count > 0
            && _suspected.Contains(exchange)
            && sent.All.Any(message => message.Content.Exchange == exchange)
            ? null
            : queue;

        static void Drop(Queue<OutgoingMessage> queue)
        {
            while (queue.TryPeek(out var first) && first.HasEnded)
                queue.Dequeue();
        }
    }

    private SentMessages? StartWriting_NeedsLock()
    {
        if (_sent is not { IsBeingWritten: false } sent || Sendable_NeedsLock(sent) is null)
            return null;
        sent.IsBeingWritten = true;
        return sent;
    }

    private IEnumerable<OutgoingMessage> All_NeedsLock() => (_sent?.All ?? []).Concat(_again).Concat(_waiting);

    private void Expire()
    {
        lock (_sync)
        {
            var (now, next) = (timeProvider.GetTimestamp(), long.MaxValue);
            foreach (var message in All_NeedsLock())
            {
                if (message.HasEnded)
                    continue;
                if (message.Deadline <= now)
                    message.Fail(errors.NotInTime(message));
                else
                    next = Math.Min(next, message.Deadline);
            }

            // Nobody else may look at them while nothing can be sent.
            _again = new(_again.Where(static message => !message.HasEnded));
            _waiting = new(_waiting.Where(static message => !message.HasEnded));
            if (next < long.MaxValue)
                _deadlines!.CheckBy(next);
        }
    }
}
