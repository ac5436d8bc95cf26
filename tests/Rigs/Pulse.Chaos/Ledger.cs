using System.Diagnostics;

namespace Pulse.Chaos;

/// <summary>The messages that the broker has confirmed and that consumers have received. Safe for concurrent use.</summary>
internal sealed class Ledger
{
    private readonly object _sync = new();
    private readonly HashSet<int> _confirmed = [];
    private readonly HashSet<int> _received = [];
    private readonly HashSet<(int Id, int Attempt)> _deliveries = [];
    private (long Since, TaskCompletionSource<long> At)? _awaitedConfirm;
    private int _duplicates;

    public int Confirmed => Locked(() => _confirmed.Count);

    public int Received => Locked(() => _received.Count);

    /// <summary>Repeated deliveries of one publishing; a message published twice may be delivered twice.</summary>
    public int Duplicates => Locked(() => _duplicates);

    /// <summary>Messages that were confirmed and have not been received.</summary>
    public int Missing => Locked(() => _confirmed.Count(id => !_received.Contains(id)));

    public void Confirm(Message message)
    {
        lock (_sync)
        {
            _confirmed.Add(message.Id);
            if (_awaitedConfirm is not { } awaited || message.PublishedAt <= awaited.Since)
                return;
            _awaitedConfirm = null;
            awaited.At.TrySetResult(Stopwatch.GetTimestamp());
        }
    }

    /// <summary>The moment at which the broker first confirms a message that was published after another moment.</summary>
    public Task<long> ConfirmedAgainAsync(long since)
    {
        var at = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_sync)
            _awaitedConfirm = (since, at);
        return at.Task;
    }

    public void Receive(Message message)
    {
        lock (_sync)
        {
            _received.Add(message.Id);
            if (!_deliveries.Add((message.Id, message.Attempt)))
                _duplicates++;
        }
    }

    /// <summary>Forgets what was confirmed and has not been received: it went with a queue that was not durable.</summary>
    public void WriteOffMissing()
    {
        lock (_sync)
            _confirmed.IntersectWith(_received);
    }

    /// <summary>Waits until everything that was confirmed has been received; no longer than that.</summary>
    public Task SettleAsync(TimeSpan patience) =>
        Eventually.IsTrueAsync(() => Task.FromResult(Missing == 0), patience, pause: TimeSpan.FromMilliseconds(20));

    private T Locked<T>(Func<T> read)
    {
        lock (_sync)
            return read();
    }
}
