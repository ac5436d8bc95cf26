using System.Diagnostics;

namespace Pulse.Chaos;

/// <summary>
/// The publisher under fire: one of this library, on the consumer's connection object. It publishes message after message at
/// a steady pace, again where one was not confirmed, and holds the library to what it says of each.
/// </summary>
internal sealed class TestedPublisher : IAsyncDisposable
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    private const int MaxOutstanding = 100;
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan BeforeRetry = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _exchange;
    private readonly SemaphoreSlim _places = new(MaxOutstanding);
    private readonly SemaphoreSlim _mayPublish = new(1);
    private readonly CancellationTokenSource _stop = new();
    private readonly object _sync = new();
    private readonly List<string> _broken = []; // Under the lock.
    private readonly HashSet<(int Id, int Attempt)> _notArriving = []; // Under the lock.
    private readonly HashSet<(int Id, int Attempt)> _arrived = []; // Under the lock.
    private readonly Task _running;
    private PulsePublisher? _publisher; // None any more once this is disposed.

    private TestedPublisher(PulsePublisher publisher, string exchange)
    {
        _publisher = publisher;
        _exchange = exchange;
        _running = Task.Run(RunAsync);
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

    /// <summary>Publishes nothing new until <see cref="Resume"/>, and waits until all the rest is confirmed.</summary>
    public async Task PauseAsync()
    {
        using var deadline = new CancellationTokenSource(Patience);
        await _mayPublish.WaitAsync(deadline.Token);
        for (var place = 0; place < MaxOutstanding; place++)
            await _places.WaitAsync(deadline.Token);
        _places.Release(MaxOutstanding);
    }

    public void Resume() => _mayPublish.Release();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        if (_publisher is { } publisher)
            await publisher.DisposeAsync();
        _publisher = null;
    }

    private async Task RunAsync()
    {
        try
        {
            for (var id = -1; ; id--)
            {
                await _mayPublish.WaitAsync(_stop.Token);
                await _places.WaitAsync(_stop.Token);
                PublishUntilConfirmedAsync(id).Observe();
                _mayPublish.Release();
                await Task.Delay(Pace, _stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private async Task PublishUntilConfirmedAsync(int id)
    {
        for (var attempt = 1; !_stop.IsCancellationRequested; attempt++)
        {
            if (await IsConfirmedAsync(new Message(id, attempt, Stopwatch.GetTimestamp())))
                break;
            await Task.Delay(BeforeRetry);
        }

        _places.Release();
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
            if (!_stop.IsCancellationRequested)
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
