using System.Diagnostics;

namespace Pulse.Chaos;

/// <summary>
/// The publisher under fire: one of this library, on the consumer's connection object. It publishes message after message at
/// a steady pace, again where one was not confirmed, and holds the library to what it says of each.
/// </summary>
internal sealed class TestedPublisher : IAsyncDisposable
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(1);

    private readonly string _exchange;
    private readonly object _sync = new();
    private readonly List<string> _broken = []; // Under the lock.
    private readonly HashSet<(int Id, int Attempt)> _notArriving = []; // Under the lock.
    private readonly HashSet<(int Id, int Attempt)> _arrived = []; // Under the lock.
    private readonly SteadyPublishing _publishing;
    private PulsePublisher? _publisher; // None any more once this is disposed.

    private TestedPublisher(PulsePublisher publisher, string exchange)
    {
        _publisher = publisher;
        _exchange = exchange;
        _publishing = new SteadyPublishing(
            (id, attempt) => IsConfirmedAsync(new Message(-id, attempt, Stopwatch.GetTimestamp()))
        );
    }

    /// <summary>Its messages, which have negative ids.</summary>
    public Ledger Ledger { get; } = new();

    /// <summary>How many publishes failed, with whatever error that is allowed.</summary>
    public int Failed { get; private set; } // Set under the lock.

    /// <summary>What was not as promised.</summary>
    public IReadOnlyList<string> Broken
    {
        get
        {
            lock (_sync)
                return [.. _broken];
        }
    }

    public static async Task<TestedPublisher> StartAsync(PulseConnection connection, string exchange)
    {
        var publisher = connection.CreatePublisher(new PublisherOptions { Deadline = Deadline });
        await publisher.DeclareExchangesAsync([new PulseExchange(exchange, "", typeof(Message))]);
        return new TestedPublisher(publisher, exchange);
    }

    public void Receive(Message message)
    {
        Ledger.Receive(message);
        lock (_sync)
        {
            _arrived.Add((message.Id, message.Attempt));
            CheckArrival_NeedsLock(message);
        }
    }

    /// <inheritdoc cref="SteadyPublishing.PauseAsync"/>
    public Task PauseAsync() => _publishing.PauseAsync();

    public void Resume() => _publishing.Resume();

    public async ValueTask DisposeAsync()
    {
        await _publishing.DisposeAsync();
        if (_publisher is { } publisher)
            await publisher.DisposeAsync();
        _publisher = null;
    }

    private async Task<bool> IsConfirmedAsync(Message message)
    {
        try
        {
            var options = new PublishOptions { Mandatory = true }; // Comes back while no queue is bound.
            await _publisher!.PublishAsync(_exchange, "chaos", message.ToJson(), options);
            Ledger.Confirm(message);
            return true;
        }
        catch (Exception failure)
        {
            Note(message, failure);
            return false;
        }
        finally
        {
            var elapsed = Stopwatch.GetElapsedTime(message.PublishedAt);
            if (elapsed > Deadline + Tolerance)
                Break(
                    $"a publish ended after {elapsed.TotalSeconds:0.00} s; its deadline was {Deadline.TotalSeconds:0} s"
                );
        }
    }

    private void Note(Message message, Exception failure)
    {
        if (failure is not (PublishUnknownException or PublishRefusedException { Reason: PublishRefusal.Returned }))
        {
            if (!_publishing.Stopping.IsCancellationRequested)
                Break($"a publish failed: {failure}");
            return;
        }

        lock (_sync)
        {
            Failed++;
            if (!((PublishException)failure).MayStillArrive)
                _notArriving.Add((message.Id, message.Attempt));
            CheckArrival_NeedsLock(message);
        }
    }

    private void CheckArrival_NeedsLock(Message message)
    {
        var publishing = (message.Id, message.Attempt);
        if (_notArriving.Contains(publishing) && _arrived.Contains(publishing))
            _broken.Add($"message {message.Id}, of which the publisher said that it does not arrive, arrived");
    }

    private void Break(string promise)
    {
        lock (_sync)
            _broken.Add(promise);
    }
}
