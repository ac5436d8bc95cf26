using System.Diagnostics;
using Pulse.RabbitMq;

namespace Pulse.Runtime.Tests.Publishing;

[Collection(SharedRabbitMq.Name)]
public sealed class PublishDeadlineTests(RabbitMqFixture rabbitMq) : IDisposable
{
    private static readonly PublishOptions s_soon = new() { Deadline = TimeSpan.FromSeconds(1) };

    private readonly TcpProxy _proxy = TcpProxy.To(rabbitMq.Node);

    public void Dispose() => _proxy.Dispose();

    [Fact]
    public async Task On_a_stalled_socket_every_publish_ends_at_its_deadline_and_says_whether_it_may_arrive()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await scene.DeclareQueueAsync();
        await scene.Channel.QueueBindAsync(scene.FullQueueName, scene.Exchange, "#");
        await using var publisher = Connect(scene).CreatePublisher(new PublisherOptions { MaxUnconfirmed = 200 });
        await publisher.PublishAsync(scene.Exchange, "a", "0"u8.ToArray());

        _proxy.Stall();
        var began = Stopwatch.GetTimestamp();
        var body = new byte[100_000]; // So many of them fill every buffer on the way.
        var publishing = Enumerable
            .Range(0, 300)
            .Select(_ => publisher.PublishAsync(scene.Exchange, "a", body, s_soon))
            .ToList();
        var failures = await UnknownAsync(publishing);

        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(5));
        Assert.Equal(300, failures.Count);
        var notSent = failures.Count(failure => !failure.MayStillArrive);
        Assert.InRange(notSent, 100, 299);

        // What was not sent does not arrive, and what is published now does.
        _proxy.Mend();
        await publisher.PublishAsync(scene.Exchange, "a", "1"u8.ToArray()).WithinPatience();
        Assert.InRange(await scene.CountWaitingAsync(), 2u, (uint)(302 - notSent));
    }

    [Fact]
    public async Task While_the_broker_blocks_the_connection_messages_wait_here_and_are_not_sent()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await using var publisher = scene.Connect().CreatePublisher();
        var key = new NumberKey(scene.Exchange, "a");
        await publisher.PublishAsync(key, 0);
        await rabbitMq.Node.ControlAsync("set_vm_memory_high_watermark", "0.0001");
        Task waiting;
        try
        {
            // The broker only says so to who publishes.
            var first = publisher.PublishAsync(key, 1);
            await Eventually.HoldsAsync(() => publisher.State == PulseState.Blocked, "the publisher is blocked");

            var failing = publisher.PublishAsync(key, 2, s_soon);
            var unknown = await Assert.ThrowsAsync<PublishUnknownException>(() => failing).WithinPatience();
            Assert.False(unknown.MayStillArrive);
            Assert.Contains("has stopped reading", unknown.Message, StringComparison.Ordinal);
            waiting = Task.WhenAll(first, publisher.PublishAsync(key, 3));
            Assert.False(waiting.IsCompleted);
        }
        finally
        {
            await rabbitMq.Node.ControlAsync("set_vm_memory_high_watermark", "0.4");
        }

        await waiting.WithinPatience();
        await Eventually.HoldsAsync(() => publisher.State == PulseState.Connected, "it is unblocked");
    }

    [Fact]
    public async Task A_broker_that_is_away_fails_what_is_published_meanwhile_at_its_deadline()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await using var publisher = Connect(scene).CreatePublisher();
        var key = new NumberKey(scene.Exchange, "a");
        await publisher.PublishAsync(key, 0);
        _proxy.Cut();
        await Eventually.HoldsAsync(() => publisher.State == PulseState.Reconnecting, "the publisher reconnects");

        var unknown = await Assert.ThrowsAsync<PublishUnknownException>(() => publisher.PublishAsync(key, 1, s_soon));

        Assert.False(unknown.MayStillArrive);
        Assert.Contains("does not arrive", unknown.Message, StringComparison.Ordinal);
        _proxy.Mend();
        await publisher.PublishAsync(key, 2).WithinPatience();
    }

    [Fact]
    public async Task A_peer_that_falls_silent_is_replaced_and_what_it_did_not_confirm_is_sent_again()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await using var publisher = Connect(scene, options => options with { Heartbeat = TimeSpan.FromSeconds(1) })
            .CreatePublisher();
        var key = new NumberKey(scene.Exchange, "a");
        await publisher.PublishAsync(key, 0);

        _proxy.HalfOpen();

        await publisher.PublishAsync(key, 1).WithinPatience();
    }

    [Fact]
    public async Task A_cancelled_publish_ends_at_once_and_the_publisher_goes_on()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await using var publisher = Connect(scene).CreatePublisher();
        var key = new NumberKey(scene.Exchange, "a");
        await publisher.PublishAsync(key, 0);
        _proxy.Stall();
        using var cancellation = new CancellationTokenSource();

        var publishing = publisher.PublishAsync(key, 1, cancellationToken: cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => publishing);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            publisher.PublishAsync(key, 2, cancellationToken: cancellation.Token)
        );

        _proxy.Mend();
        await publisher.PublishAsync(key, 3).WithinPatience();
    }

    private PulseConnection Connect(Scene scene, Func<PulseOptions, PulseOptions>? change = null) =>
        scene.Connect(options => (change?.Invoke(options) ?? options) with { Url = _proxy.Url });

    private static async Task<List<PublishUnknownException>> UnknownAsync(List<Task> publishing)
    {
        var failures = new List<PublishUnknownException>();
        foreach (var task in publishing)
            failures.Add(await Assert.ThrowsAsync<PublishUnknownException>(() => task).WithinPatience());
        return failures;
    }
}
