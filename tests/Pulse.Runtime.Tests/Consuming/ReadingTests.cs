using System.Text.Json;
using Pulse.RabbitMq;

namespace Pulse.Runtime.Tests.Consuming;

[Collection(QueuesRabbitMq.Name)]
public sealed class ReadingTests(RabbitMqFixture rabbitMq)
{
    [Fact]
    public async Task A_loop_gets_each_delivery_and_acknowledges_it_by_asking_for_the_next()
    {
        await using var scene = await OpenAsync(messages: 5);
        var seen = new List<int>();
        await foreach (var delivery in Read(scene))
        {
            seen.Add(delivery.Payload.GetInt32());
            if (seen.Count == 5)
                break;
        }

        Assert.Equal([0, 1, 2, 3, 4], seen);
        await scene.WaitingBecomesAsync(1); // The last one was not done when the loop was left.
        await scene.IsNotConsumedAsync();
    }

    [Fact]
    public async Task An_exception_in_the_loop_gives_back_the_current_delivery_and_what_was_read_ahead()
    {
        await using var scene = await OpenAsync(messages: 50);
        var seen = 0;
        await Assert.ThrowsAsync<FormatException>(async () =>
        {
            await foreach (var _ in Read(scene))
            {
                if (++seen == 10)
                    throw new FormatException();
            }
        });
        await scene.WaitingBecomesAsync(41);
    }

    [Fact]
    public async Task A_delivery_that_is_settled_by_hand_stays_as_it_is()
    {
        await using var scene = await OpenAsync(messages: 3);
        var (exchange, dead) = await scene.DeclareDeadLettersAsync();
        await scene.DeleteQueueAsync();
        await using var declared = await scene.ConsumeAsync(
            _ => { },
            queue => queue.Argument("x-dead-letter-exchange", exchange)
        );
        await declared.CloseAsync();
        await scene.PublishNumbersAsync(3);
        var seen = 0;
        await foreach (var delivery in Read(scene, queue => queue.Argument("x-dead-letter-exchange", exchange)))
        {
            await delivery.RejectAsync();
            if (++seen == 3)
                break;
        }

        await scene.WaitingBecomesAsync(3, dead);
        await scene.WaitingBecomesAsync(0);
    }

    [Fact]
    public async Task Not_more_than_the_prefetch_is_read_ahead()
    {
        await using var scene = await OpenAsync(messages: 100);
        await foreach (var _ in Read(scene, queue => queue.Prefetch(7)))
        {
            await scene.WaitingBecomesAsync(93);
            await Task.Delay(100);
            Assert.Equal(93u, await scene.CountWaitingAsync());
            break;
        }

        await scene.WaitingBecomesAsync(100);
    }

    [Fact]
    public async Task A_loop_goes_on_after_a_lost_connection()
    {
        await using var scene = await OpenAsync(messages: 10);
        using var proxy = TcpProxy.To(rabbitMq.Node);
        await using var pulse = scene.Connect(options => options with { Url = proxy.Url });
        var seen = new HashSet<int>();
        await foreach (var delivery in pulse.Queue(scene.QueueName).ReadAllAsync(scene.Everything))
        {
            if (seen.Count == 5 && seen.Add(delivery.Payload.GetInt32()))
                proxy.CutConnections();
            seen.Add(delivery.Payload.GetInt32());
            if (seen.Count == 10)
                break;
        }

        Assert.Equal(Enumerable.Range(0, 10), seen.Order());
    }

    [Fact]
    public async Task A_loop_ends_when_it_is_cancelled()
    {
        await using var scene = await OpenAsync(messages: 1);
        using var cancellation = new CancellationTokenSource();
        var seen = 0;
        var looping = Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in Read(scene).WithCancellation(cancellation.Token))
                seen++;
        });
        await Eventually.HoldsAsync(() => seen == 1, "one was read");
        await scene.WaitingBecomesAsync(0);
        await cancellation.CancelAsync();
        await looping.WithinPatience();
        await scene.IsNotConsumedAsync();
    }

    [Fact]
    public async Task Disposing_of_the_connection_in_the_body_of_the_loop_does_not_wait_for_itself()
    {
        await using var scene = await OpenAsync(messages: 3);
        var pulse = scene.Connect();
        var seen = 0;
        await foreach (var _ in pulse.Queue(scene.QueueName).ReadAllAsync(scene.Everything))
        {
            seen++;
            await pulse.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(5));
        }

        Assert.Equal(1, seen);
        await scene.WaitingBecomesAsync(2); // The one in the loop was done.
    }

    [Fact]
    public async Task Disposing_of_the_connection_elsewhere_waits_for_the_body_of_the_loop()
    {
        await using var scene = await OpenAsync(messages: 3);
        var pulse = scene.Connect();
        var inBody = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        var looping = LoopAsync();
        await inBody.Task.WithinPatience();
        var disposing = pulse.DisposeAsync().AsTask();
        await Task.Delay(200);
        Assert.False(disposing.IsCompleted);
        go.SetResult();
        await disposing.WithinPatience();
        Assert.Equal(1, await looping.WithinPatience());
        await scene.WaitingBecomesAsync(2);

        async Task<int> LoopAsync()
        {
            var seen = 0;
            await foreach (var _ in pulse.Queue(scene.QueueName).ReadAllAsync(scene.Everything))
            {
                seen++;
                inBody.TrySetResult();
                await go.Task;
            }

            return seen;
        }
    }

    [Fact]
    public async Task Several_bindings_are_read_in_one_loop()
    {
        await using var scene = await OpenAsync(messages: 0);
        var seen = new List<string>();
        IBinding[] bindings = [Binding.To(scene.Exchange, "a"), Binding.To(scene.Exchange, "b.#")];
        await using var declared = await scene.ConsumeAsync(_ => { });
        await declared.CloseAsync();
        await scene.PublishAsync("a", "1");
        await scene.PublishAsync("b.c", "2");
        await foreach (var delivery in scene.Connect().Queue(scene.QueueName).ReadAllAsync(bindings))
        {
            seen.Add($"{delivery.Routing} {delivery.Payload}");
            if (seen.Count == 2)
                break;
        }

        Assert.Equal(["a 1", "b.c 2"], seen);
    }

    [Fact]
    public async Task A_loop_throws_why_consuming_cannot_start_or_has_stopped()
    {
        await using var scene = await OpenAsync(messages: 0);
        var nowhere = scene.Connect().Queue(scene.QueueName).ReadAllAsync(Binding.To("exchange/none/such", "#"));
        await Assert.ThrowsAsync<ExchangeNotFoundException>(() => DrainAsync(nowhere));
        await scene.PublishUndecodableAsync(20);
        await Assert.ThrowsAsync<UndecodableMessageException>(() => DrainAsync(Read(scene)));
    }

    [Fact]
    public async Task Handlers_and_what_only_they_have_are_refused()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        AssertRefused("The queue has handlers", queue => queue.On(scene.Everything, _ => { }));
        AssertRefused("A loop takes one delivery at a time", queue => queue.Concurrency(2));
        AssertRefused("A loop has no handler", queue => queue.Retry(2));
        AssertRefused("A loop has no handler", queue => queue.OnFailed((_, _) => { }));

        void AssertRefused(string why, Func<PulseQueueBuilder, PulseQueueBuilder> describe)
        {
            var queue = describe(scene.Connect().Queue(scene.QueueName));
            var refusal = Assert.Throws<InvalidOperationException>(() => queue.ReadAllAsync(scene.Everything));
            Assert.StartsWith(why, refusal.Message, StringComparison.Ordinal);
        }
    }

    // With a queue that holds the numbers from 0.
    private async Task<Scene> OpenAsync(int messages)
    {
        var scene = await Scene.OpenAsync(rabbitMq);
        await using var queue = await scene.ConsumeAsync(_ => { });
        await queue.CloseAsync();
        await scene.PublishNumbersAsync(messages);
        await scene.WaitingBecomesAsync((uint)messages);
        return scene;
    }

    private static IAsyncEnumerable<Delivery<string, JsonElement>> Read(
        Scene scene,
        Func<PulseQueueBuilder, PulseQueueBuilder>? describe = null
    )
    {
        var queue = scene.Connect().Queue(scene.QueueName);
        return (describe?.Invoke(queue) ?? queue).ReadAllAsync(scene.Everything);
    }

    private static async Task DrainAsync<T>(IAsyncEnumerable<T> deliveries)
    {
        await foreach (var _ in deliveries) { }
    }
}
