using System.Text.Json;

namespace Pulse.Chaos;

/// <summary>The consumer under fire: a queue of this library that writes into the ledger.</summary>
internal sealed class Consumer : IAsyncDisposable
{
    public const int Prefetch = 20;
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(3);

    /// <summary>RabbitMQ.Client gives a silent peer up after about three heartbeats.</summary>
    public static readonly TimeSpan TimeToNotice = Heartbeat * 3;

    // Slow enough that faults also hit running handlers, fast enough to work off a backlog.
    private const int Slow = 16;

    private readonly Ledger _ledger;
    private PulseConnection? _connection;
    private PulseQueue? _queue;
    private TaskCompletionSource? _hold;
    private TaskCompletionSource? _held;
    private int _returns;

    private Consumer(Ledger ledger) => _ledger = ledger;

    public PulseLog Log { get; } = new();

    /// <summary>Completes if consuming stops by itself, which it never should.</summary>
    public Task Completion => _queue!.Completion;

    /// <summary>How often the queue reported that it was back.</summary>
    public int Returns => Volatile.Read(ref _returns);

    /// <summary>Objects that must be garbage-collected once this is disposed.</summary>
    public IReadOnlyList<WeakReference> Remains { get; private set; } = [];

    public static async Task<Consumer> StartAsync(
        string url,
        string exchange,
        string queue,
        string queueType,
        Ledger ledger
    )
    {
        var consumer = new Consumer(ledger);
        consumer._connection = new PulseConnection(
            new PulseOptions
            {
                User = Servers.ConsumingUser,
                Password = Servers.ConsumingUser,
                Url = url,
                Heartbeat = Heartbeat,
                ConnectTimeout = ConnectTimeout,
                DrainTimeout = TimeSpan.FromSeconds(5),
                LoggerFactory = consumer.Log,
            }
        );
        consumer._queue = await consumer
            ._connection.Queue(queue)
            .Argument("x-queue-type", queueType)
            .On(Binding.To(exchange, "#"), delivery => consumer.HandleAsync(delivery))
            .Prefetch(Prefetch)
            .ConsumeAsync();
        consumer._queue.Reconnected += (_, _) => Interlocked.Increment(ref consumer._returns);
        consumer.Remains = [new WeakReference(consumer._connection), new WeakReference(consumer._queue)];
        return consumer;
    }

    /// <summary>Blocks the next message's handler until <see cref="Release"/>, and waits until it is running.</summary>
    public Task HoldAsync()
    {
        _held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _hold, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        return _held.Task;
    }

    public void Release() => Interlocked.Exchange(ref _hold, null)?.SetResult();

    public async ValueTask DisposeAsync()
    {
        Release();
        if (_connection is not null)
            await _connection.DisposeAsync();
        (_connection, _queue) = (null, null);
    }

    private async Task HandleAsync(Delivery<string, JsonElement> delivery)
    {
        var message = Message.From(delivery.Payload);
        _ledger.Receive(message);
        if (Volatile.Read(ref _hold) is { } hold)
        {
            _held!.TrySetResult();
            await hold.Task;
        }

        if (message.Id % Slow == 0)
            await Task.Delay(1);
    }
}
