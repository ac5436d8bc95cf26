using System.Runtime.CompilerServices;
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

    // Every so many messages fail at first, where handlers run again.
    private const int Failing = 11;

    private readonly Ledger _ledger;
    private readonly Arrivals _arrivals = new();
    private readonly LateAcknowledgement? _acknowledgement;
    private readonly KeyOrder? _order;
    private readonly ConditionalWeakTable<Delivery, object> _failed = [];
    private readonly object _sync = new();
    private readonly List<MissedMessages> _missed = []; // Under the lock.
    private PulseConnection? _connection;
    private TestedPublisher? _publisher;
    private PulseQueue? _queue;
    private TaskCompletionSource? _hold;
    private TaskCompletionSource? _held;

    private Consumer(Ledger ledger, Scenario scenario)
    {
        _ledger = ledger;
        _acknowledgement = scenario.AcknowledgesByHand ? new LateAcknowledgement() : null;
        _order = scenario.Concurrency > 1 ? new KeyOrder() : null;
    }

    public PulseLog Log { get; } = new();

    /// <summary>Completes if consuming stops by itself, which it never should.</summary>
    public Task Completion => _queue!.Completion;

    /// <summary>What the queue reported each time that it was back.</summary>
    public IReadOnlyList<MissedMessages> Returns
    {
        get
        {
            lock (_sync)
                return [.. _missed];
        }
    }

    /// <summary>The publisher of this library whose messages it receives.</summary>
    public TestedPublisher Publisher => _publisher!;

    /// <inheritdoc cref="KeyOrder.Broken"/>
    public IReadOnlyList<string> Disorder => _order?.Broken ?? [];

    /// <summary>Objects that must be garbage-collected once this is disposed.</summary>
    public IReadOnlyList<WeakReference> Remains { get; private set; } = [];

    /// <param name="url">Where the broker is.</param>
    /// <param name="exchange">What the bare client publishes to.</param>
    /// <param name="tested">What the publisher of this library publishes to: another consumer's, or one of this connection.</param>
    /// <param name="publisher">That other consumer's publisher.</param>
    /// <param name="queue">The queue's name.</param>
    /// <param name="scenario">The scenario.</param>
    /// <param name="ledger">What the bare client publishes.</param>
    public static async Task<Consumer> StartAsync(
        string url,
        string exchange,
        string tested,
        TestedPublisher? publisher,
        string queue,
        Scenario scenario,
        Ledger ledger
    )
    {
        var consumer = new Consumer(ledger, scenario);
        var options = new PulseOptions
        {
            User = Servers.ConsumingUser,
            Password = Servers.ConsumingUser,
            Url = url,
            Heartbeat = Heartbeat,
            RecycleInterval = scenario.RecycleInterval,
            DrainTimeout = TimeSpan.FromSeconds(5),
            LoggerFactory = consumer.Log,
        };
        if (scenario.ConnectTimeout is { } timeout)
            options = options with { ConnectTimeout = timeout };
        consumer._connection = new PulseConnection(options);
        consumer._publisher = publisher ?? await TestedPublisher.StartAsync(consumer._connection, tested);
        var builder = consumer
            ._connection.Queue(queue)
            .Argument("x-queue-type", scenario.IsQuorum ? "quorum" : "classic")
            .On(Binding.To(exchange, "#"), consumer.HandleAsync, consumer.OrderBy)
            .On(Binding.To(tested, "#"), consumer.HandleAsync, consumer.OrderBy)
            .Concurrency(scenario.Concurrency)
            .Retry(scenario.Concurrency > 1 ? 3 : 0, firstDelay: TimeSpan.FromMilliseconds(10))
            .Prefetch(Prefetch);
        if (scenario.DeliveryLimit is { } limit)
            builder = builder.Argument("x-delivery-limit", limit);
        if (scenario.AcknowledgesByHand)
            builder = builder.ManualAcknowledge();
        consumer._queue = await builder.ConsumeAsync();
        consumer._queue.Reconnected += (_, back) => consumer.Note(back.MissedMessages);
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

    public Task PauseAsync() => _queue!.PauseAsync();

    public Task ResumeAsync() => _queue!.ResumeAsync();

    /// <inheritdoc cref="LateAcknowledgement.Withhold"/>
    public void Withhold() => _acknowledgement!.Withhold();

    /// <inheritdoc cref="LateAcknowledgement.ReleaseAsync"/>
    public Task<int> ReleaseWithheldAsync() => _acknowledgement!.ReleaseAsync();

    /// <inheritdoc cref="Arrivals.ConsumingAgainAsync"/>
    public Task<TimeSpan> ConsumingAgainAsync(long since) => _arrivals.ConsumingAgainAsync(since);

    public async ValueTask DisposeAsync()
    {
        Release();
        if (_connection is not null)
            await _connection.DisposeAsync();
        (_connection, _queue) = (null, null);
    }

    private Func<Delivery<string, JsonElement>, object?>? OrderBy =>
        _order is null ? null : delivery => _order.Take(delivery, Message.From(delivery.Payload));

    private async Task HandleAsync(Delivery<string, JsonElement> delivery)
    {
        var message = Message.From(delivery.Payload);
        if (_order is null)
        {
            await HandleAsync(delivery, message);
            return;
        }

        using (_order.Begin(delivery, message))
        {
            if (message.Id % Failing == 0 && _failed.TryAdd(delivery, message))
                throw new InvalidOperationException("Fails at first.");
            await HandleAsync(delivery, message);
        }
    }

    private async Task HandleAsync(Delivery delivery, Message message)
    {
        if (message.Id < 0)
        {
            _publisher!.Receive(message);
        }
        else
        {
            _ledger.Receive(message);
            _arrivals.Receive(message);
        }

        if (Volatile.Read(ref _hold) is { } hold)
        {
            _held!.TrySetResult();
            await hold.Task;
        }

        if (message.Id % Slow == 0)
            await Task.Delay(1);
        _acknowledgement?.Take(delivery, message);
    }

    private void Note(MissedMessages missed)
    {
        lock (_sync)
            _missed.Add(missed);
    }
}
