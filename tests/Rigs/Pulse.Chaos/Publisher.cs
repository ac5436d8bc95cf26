using System.Diagnostics;

namespace Pulse.Chaos;

/// <summary>
/// Publishes message after message at a steady pace, each until it is confirmed, over as many connections as it
/// takes.
/// </summary>
internal sealed class Publisher : IAsyncDisposable
{
    private static readonly TimeSpan BeforeRetry = TimeSpan.FromMilliseconds(20);

    private readonly string _url;
    private readonly string _exchange;
    private readonly Ledger _ledger;
    private readonly object _sync = new();
    private readonly SteadyPublishing _publishing;
    private Task<PublisherLink>? _link;
    private PublisherLink? _lost;

    private Publisher(string url, string exchange, Ledger ledger, PublisherLink link)
    {
        _url = url;
        _exchange = exchange;
        _ledger = ledger;
        _link = Task.FromResult(link);
        _publishing = new SteadyPublishing(TryPublishAsync);
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

    /// <inheritdoc cref="SteadyPublishing.PauseAsync"/>
    public Task PauseAsync() => _publishing.PauseAsync();

    public void Resume() => _publishing.Resume();

    public async Task DeleteQueueAsync(string queue) => await (await LinkAsync()).DeleteQueueAsync(queue);

    public async Task ReplaceByNonDurableAsync(string queue) =>
        await (await LinkAsync()).ReplaceByNonDurableAsync(queue);

    public async ValueTask DisposeAsync()
    {
        await _publishing.DisposeAsync();
        if (_link is { IsCompletedSuccessfully: true, Result: var link })
            await link.DisposeAsync();
    }

    private async Task<bool> TryPublishAsync(int id, int attempt)
    {
        try
        {
            var link = await LinkAsync();
            var message = new Message(id, attempt, Stopwatch.GetTimestamp());
            await link.PublishAsync(_exchange, message);
            _ledger.Confirm(message);
            return true;
        }
        catch (Exception)
        {
            // Returned, refused or lost: it may have arrived or not, so publish it again.
            return false;
        }
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
                await Task.Delay(BeforeRetry, _publishing.Stopping);
            }
        }
    }
}
