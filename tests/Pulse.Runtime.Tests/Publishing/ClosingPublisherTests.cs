using Pulse.RabbitMq;

namespace Pulse.Runtime.Tests.Publishing;

[Collection(SharedRabbitMq.Name)]
public sealed class ClosingPublisherTests(RabbitMqFixture rabbitMq) : IDisposable
{
    private readonly TcpProxy _proxy = TcpProxy.To(rabbitMq.Node);

    public void Dispose() => _proxy.Dispose();

    [Fact]
    public async Task Closing_waits_until_everything_is_confirmed()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var publisher = scene.Connect().CreatePublisher(new PublisherOptions { MaxUnconfirmed = 10 });
        var key = new NumberKey(scene.Exchange, "a");
        var publishing = Enumerable.Range(0, 500).Select(number => publisher.PublishAsync(key, number)).ToList();

        await publisher.DisposeAsync();

        Assert.All(publishing, task => Assert.True(task.IsCompletedSuccessfully));
        Assert.Equal(PulseState.Closed, publisher.State);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => publisher.PublishAsync(key, 1));
        var closed = await Assert.ThrowsAsync<ObjectDisposedException>(() => publisher.DeclareExchangesAsync([]));
        Assert.Equal(typeof(PulsePublisher).FullName, closed.ObjectName);
        await publisher.DisposeAsync();
    }

    [Fact]
    public async Task What_is_not_confirmed_in_time_fails_and_says_whether_it_may_arrive()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var publisher = scene
            .Connect(options => options with { Url = _proxy.Url, DrainTimeout = TimeSpan.FromSeconds(0.2) })
            .CreatePublisher(new PublisherOptions { MaxUnconfirmed = 2 });
        var key = new NumberKey(scene.Exchange, "a");
        await publisher.PublishAsync(key, 0);
        _proxy.Stall();
        var publishing = Enumerable.Range(0, 3).Select(number => publisher.PublishAsync(key, number)).ToList();

        await publisher.DisposeAsync().AsTask().WithinPatience();

        foreach (var (index, task) in publishing.Index())
        {
            var unknown = await Assert.ThrowsAsync<PublishUnknownException>(() => task);
            Assert.Equal(index < 2, unknown.MayStillArrive);
        }

        Assert.Contains(
            scene.Log.All,
            line => line.Contains("3 messages were not confirmed", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task The_connection_closes_its_publishers_after_its_queues_so_that_a_handler_can_publish_until_it_ends()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await scene.DeclareQueueAsync();
        await scene.Channel.QueueBindAsync(scene.FullQueueName, scene.Exchange, "answer");
        var pulse = scene.Connect();
        var publisher = pulse.CreatePublisher();
        var (started, disposing) = (new TaskCompletionSource(), new TaskCompletionSource());
        await pulse
            .Queue()
            .On(
                Binding.To(scene.Exchange, "question"),
                async d =>
                {
                    started.SetResult();
                    await disposing.Task;
                    await publisher.PublishAsync(new NumberKey(scene.Exchange, "answer"), 1);
                }
            )
            .ConsumeAsync();
        await publisher.PublishAsync(new NumberKey(scene.Exchange, "question"), 0);
        await started.Task.WithinPatience();

        var closing = pulse.DisposeAsync();
        disposing.SetResult();
        await closing.AsTask().WithinPatience();

        Assert.Equal(PulseState.Closed, publisher.State);
        Assert.Equal(1u, await scene.CountWaitingAsync());
        Assert.Throws<ObjectDisposedException>(() => pulse.CreatePublisher());
    }

    [Fact]
    public async Task A_publisher_that_never_published_closes_without_connecting()
    {
        await using var pulse = new PulseConnection(new PulseOptions { Url = "amqp://127.0.0.1:1" });
        var publisher = pulse.CreatePublisher();
        await publisher.DisposeAsync().AsTask().WithinPatience();
        Assert.Equal(PulseState.Closed, publisher.State);
    }

    [Fact]
    public async Task Closing_at_any_moment_of_a_reconnect_ends_in_bounded_time()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        for (var i = 0; i < 10; i++)
        {
            var publisher = scene
                .Connect(options => options with { Url = _proxy.Url, DrainTimeout = TimeSpan.FromSeconds(0.1) })
                .CreatePublisher();
            var key = new NumberKey(scene.Exchange, "a");
            await publisher.PublishAsync(key, 0);
            _proxy.CutConnections();
            var publishing = publisher.PublishAsync(key, 1);
            await Task.Delay(i * 20);
            await publisher.DisposeAsync().AsTask().WithinPatience();
            Assert.True(publishing.IsCompleted);
            if (publishing.IsFaulted)
                await Assert.ThrowsAsync<PublishUnknownException>(() => publishing);
        }
    }
}
