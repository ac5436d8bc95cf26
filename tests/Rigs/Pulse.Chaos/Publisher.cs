using System.Diagnostics;

namespace Pulse.Chaos;

/// <summary>
/// Publishes message after message at a steady pace, each until it is confirmed, over as many connections as it
/// takes.
/// </summary>
internal sealed class Publisher : IAsyncDisposable
{
    private const int MaxOutstanding = 100;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan BeforeRetry = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _url;
    private readonly string _exchange;
    private readonly Ledger _ledger;
    private readonly SemaphoreSlim _places = new(MaxOutstanding);
    private readonly SemaphoreSlim _mayPublish = new(1);
    private readonly CancellationTokenSource _stop = new();
    private readonly object _sync = new();
    private readonly Task _running;
    private Task<PublisherLink>? _link;
    private PublisherLink? _lost;

    private Publisher(string url, string exchange, Ledger ledger, PublisherLink link)
    {
        _url = url;
        _exchange = exchange;
        _ledger = ledger;
        _link = Task.FromResult(link);
        _running = Task.Run(RunAsync);
    }

    /// <summary>When the last connection that was lost was lost; 0 if none was.</summary>
    public long LostAt
    {
        get
        {
            lock (_sync)
                return _link is { IsCompletedSuccessfully: true, Result.LostAt: > 0 and var at }
                    ? at
                    : _lost?.LostAt ?? 0;
        }
    }

    /// <summary>Connects, declares the exchange, and starts.</summary>
    public static async Task<Publisher> StartAsync(string url, string exchange, Ledger ledger)
    {
        var link = await PublisherLink.OpenAsync(url);
        await link.DeclareExchangeAsync(exchange);
        return new Publisher(url, exchange, ledger, link);
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

    public async Task DeleteQueueAsync(string queue) => await (await LinkAsync()).DeleteQueueAsync(queue);

    public async Task ReplaceByNonDurableAsync(string queue) =>
        await (await LinkAsync()).ReplaceByNonDurableAsync(queue);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        if (_link is { IsCompletedSuccessfully: true, Result: var link })
            await link.DisposeAsync();
    }

    private async Task RunAsync()
    {
        try
        {
            for (var id = 1; ; id++)
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
            try
            {
                var link = await LinkAsync();
                var message = new Message(id, attempt, Stopwatch.GetTimestamp());
                await link.PublishAsync(_exchange, message);
                _ledger.Confirm(message);
                break;
            }
            catch (Exception)
            {
                // Returned, refused or lost: it may have arrived or not, so publish it again.
                await Task.Delay(BeforeRetry);
            }
        }

        _places.Release();
    }

    private Task<PublisherLink> LinkAsync()
    {
        lock (_sync)
        {
            if (_link is { IsCompletedSuccessfully: true, Result: { IsOpen: false } lost })
            {
                _lost = lost;
                _link = Task.Run(async () =>
                {
                    lost.DisposeAsync().AsTask().Observe();
                    return await ConnectAsync();
                });
            }

            return _link!;
        }
    }

    private async Task<PublisherLink> ConnectAsync()
    {
        while (true)
        {
            try
            {
                return await PublisherLink.OpenAsync(_url);
            }
            catch (Exception)
            {
                await Task.Delay(BeforeRetry, _stop.Token);
            }
        }
    }
}
