using System.Text.Json;

namespace Pulse.Runtime.Tests.Handling;

[Collection(SharedRabbitMq.Name)]
public sealed class AcknowledgementTests(RabbitMqFixture rabbitMq) : IDisposable
{
    private readonly Inbox<Delivery<string, JsonElement>> _inbox = new();
    private readonly SemaphoreSlim _gate = new(0);

    public void Dispose() => _gate.Dispose();

    [Fact]
    public async Task Messages_are_handled_one_after_the_other_in_their_order()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var (running, most) = (0, 0);
        await scene
            .Connect()
            .Queue()
            .On(
                scene.Everything,
                async d =>
                {
                    most = Math.Max(most, Interlocked.Increment(ref running));
                    await Task.Yield();
                    Interlocked.Decrement(ref running);
                    _inbox.Add(d);
                }
            )
            .ConsumeAsync();
        await scene.PublishNumbersAsync(100);

        Assert.Equal(Enumerable.Range(0, 100), (await _inbox.NextAsync(100)).Select(d => d.Payload.GetInt32()));
        Assert.Equal(1, most);
    }

    [Fact]
    public async Task A_message_is_acknowledged_when_its_handler_returns()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var queue = await scene.ConsumeAsync(_inbox.Add);
        await scene.PublishNumbersAsync(3);
        await _inbox.NextAsync(3);
        await queue.CloseAsync();
        Assert.Equal(0u, await scene.CountWaitingAsync());
    }

    [Fact]
    public async Task The_broker_sends_no_more_than_the_prefetch_ahead()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await scene.ConsumeAsync(HandleAsync, q => q.Prefetch(3));
        await scene.PublishNumbersAsync(10);
        await scene.WaitingBecomesAsync(7);
        _gate.Release(10);
        await _inbox.NextAsync(10);
    }

    [Fact]
    public async Task The_prefetch_is_20_by_default()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await scene.ConsumeAsync(HandleAsync);
        await scene.PublishNumbersAsync(50);
        await scene.WaitingBecomesAsync(30);
        _gate.Release(50);
        await _inbox.NextAsync(50);
    }

    [Fact]
    public async Task A_prefetch_of_0_is_no_limit()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await scene.ConsumeAsync(HandleAsync, q => q.Prefetch(0));
        await scene.PublishNumbersAsync(50);
        await scene.WaitingBecomesAsync(0);
        _gate.Release(50);
        await _inbox.NextAsync(50);
    }

    [Fact]
    public async Task AutoAcknowledge_acknowledges_before_the_handler_and_keeps_to_the_prefetch()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var queue = await scene.ConsumeAsync(HandleAsync, q => q.AutoAcknowledge().Prefetch(2));
        await scene.PublishNumbersAsync(10);

        // One in the handler is acknowledged already; two are sent ahead.
        await scene.WaitingBecomesAsync(7);
        _gate.Release();
        Assert.Equal(Settlement.Acknowledged, (await _inbox.NextAsync()).Settlement);
        await scene.WaitingBecomesAsync(6);

        var closing = queue.CloseAsync();
        await scene.WaitingBecomesAsync(8);
        _gate.Release(10);
        await closing.WithinPatience();
        // Two were handled; all others are back.
        Assert.Equal(8u, await scene.CountWaitingAsync());
    }

    [Fact]
    public async Task AutoAcknowledge_loses_a_message_whose_handler_fails()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var runs = 0;
        var queue = await scene.ConsumeAsync(
            d =>
            {
                _inbox.Add(d);
                if (Interlocked.Increment(ref runs) == 1)
                    throw new InvalidOperationException("it failed");
            },
            q => q.AutoAcknowledge()
        );
        await scene.PublishNumbersAsync(2);

        Assert.Equal([0, 1], (await _inbox.NextAsync(2)).Select(d => d.Payload.GetInt32()));
        await queue.CloseAsync();
        Assert.Equal(0u, await scene.CountWaitingAsync());
        Assert.Contains(
            scene.Log.All,
            line =>
                line.StartsWith("Error 20 ", StringComparison.Ordinal)
                && line.Contains("it failed", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task ManualAcknowledge_leaves_settling_to_the_handler_even_after_it_has_returned()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var dead = await scene.DeclareDeadLettersAsync();
        var queue = await scene
            .Connect(options => options with { DrainTimeout = TimeSpan.FromSeconds(0.1) })
            .Queue(scene.QueueName)
            .Argument("x-dead-letter-exchange", dead.Exchange)
            .ManualAcknowledge()
            .On(scene.Everything, _inbox.Add)
            .ConsumeAsync();
        await scene.PublishNumbersAsync(4);

        var deliveries = await _inbox.NextAsync(4);
        Assert.All(deliveries, d => Assert.Equal(Settlement.None, d.Settlement));
        await deliveries[0].AckAsync();
        await deliveries[1].RejectAsync();
        await deliveries[2].RequeueAsync();
        var again = await _inbox.NextAsync();
        Assert.Equal(2, again.Payload.GetInt32());
        Assert.True(again.Redelivered);
        await again.AckAsync();
        await scene.WaitingBecomesAsync(1, dead.Queue);

        await queue.CloseAsync();
        await scene.WaitingBecomesAsync(1);
        Assert.Contains(scene.Log.All, line => line.StartsWith("Warning 33 1 messages ", StringComparison.Ordinal));
        await deliveries[3].AckAsync(); // of a channel that is gone: nothing happens
        Assert.Equal(1u, await scene.CountWaitingAsync());
    }

    [Fact]
    public async Task Closing_waits_for_deliveries_that_are_settled_after_their_handlers_have_returned()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var queue = await scene.ConsumeAsync(_inbox.Add, q => q.ManualAcknowledge());
        await scene.PublishNumbersAsync(5);
        var deliveries = await _inbox.NextAsync(5);

        var closing = queue.CloseAsync();
        await scene.IsNotConsumedAsync();
        foreach (var delivery in deliveries)
        {
            Assert.False(closing.IsCompleted);
            await delivery.AckAsync();
        }

        await closing.WithinPatience();
        await scene.WaitingBecomesAsync(0);
    }

    [Fact]
    public async Task Only_the_first_settlement_of_a_delivery_counts()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var dead = await scene.DeclareDeadLettersAsync();
        var queue = await scene.ConsumeAsync(
            async d =>
            {
                await d.RejectAsync();
                await d.AckAsync();
                _inbox.Add(d);
            },
            q => q.Argument("x-dead-letter-exchange", dead.Exchange)
        );
        await scene.PublishNumbersAsync(2);

        Assert.All(await _inbox.NextAsync(2), d => Assert.Equal(Settlement.Rejected, d.Settlement));
        await scene.WaitingBecomesAsync(2, dead.Queue);
        Assert.False(queue.Completion.IsCompleted);
    }

    private async Task HandleAsync(Delivery<string, JsonElement> delivery)
    {
        await _gate.WaitAsync();
        _inbox.Add(delivery);
    }
}
