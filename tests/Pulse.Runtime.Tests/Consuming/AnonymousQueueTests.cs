namespace Pulse.Runtime.Tests.Consuming;

/// <summary>Queues without a name: they last as long as they are consumed.</summary>
[Collection(QueuesRabbitMq.Name)]
public sealed class AnonymousQueueTests(RabbitMqFixture rabbitMq) : IDisposable
{
    private readonly NumberHandler _handler = new();

    public void Dispose() => _handler.Dispose();

    [Fact]
    public async Task An_anonymous_queue_survives_a_pause()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var connection = scene.Connect();
        var queue = await connection.Queue().On(scene.Everything, _handler.Handle).ConsumeAsync();
        Assert.Matches("^queue/guest/[0-9a-zA-Z_-]{20,}$", queue.Name);
        await queue.PauseAsync();
        await scene.PublishAsync("a", "7");
        await using (var channel = await connection.OpenChannelAsync())
            await scene.WaitingBecomesAsync(1, queue.Name, channel);

        await queue.ResumeAsync();
        Assert.Equal(7, await _handler.Finished.NextAsync());
    }

    [Theory]
    [InlineData("close")]
    [InlineData("dispose")]
    [InlineData("by itself")]
    public async Task An_anonymous_queue_is_deleted_when_consuming_ends(string how)
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var connection = scene.Connect();
        var queue = await connection.Queue().On(scene.Everything, _handler.Handle).ConsumeAsync();
        if (how == "by itself")
        {
            await scene.PublishUndecodableAsync(20);
            await Assert.ThrowsAnyAsync<PulseException>(() => queue.Completion.WithinPatience());
        }
        else
        {
            await (how == "close" ? queue.CloseAsync() : queue.DisposeAsync().AsTask());
        }

        await using var channel = await connection.OpenChannelAsync();
        var error = await Assert.ThrowsAsync<RabbitMQ.Client.Exceptions.OperationInterruptedException>(() =>
            channel.QueueDeclarePassiveAsync(queue.Name)
        );
        Assert.Equal(404, (int?)error.ShutdownReason?.ReplyCode);
    }

    [Fact]
    public async Task A_start_that_fails_leaves_no_anonymous_queue()
    {
        await rabbitMq.EnsureUserAsync("fleeting", "fleeting");
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var hidden = await scene.DeclareExchangeAsync($"hidden-{Guid.NewGuid():N}");
        var connection = scene.Connect(options => options with { User = "fleeting", Password = "fleeting" });
        await Assert.ThrowsAsync<AccessRefusedException>(() =>
            connection
                .Queue()
                .On(scene.Everything, _handler.Handle)
                .On(Binding.To(hidden, "#"), _handler.Handle)
                .ConsumeAsync()
        );
        Assert.DoesNotContain(
            "queue/fleeting/",
            await rabbitMq.Node.ControlAsync("list_queues", "name"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_start_that_is_cancelled_leaves_no_anonymous_queue()
    {
        await rabbitMq.EnsureUserAsync("hasty", "hasty");
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var connection = scene.Connect(options => options with { User = "hasty", Password = "hasty" });
        var started = 0;
        for (var number = 0; number < 40; number++)
        {
            // At every stage of the start.
            using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(number / 2.0));
            try
            {
                await (
                    await connection.Queue().On(scene.Everything, _handler.Handle).ConsumeAsync(cancel.Token)
                ).CloseAsync();
                started++;
            }
            catch (OperationCanceledException)
            {
                // As it should.
            }
        }

        Assert.True(started < 40, "none was cancelled");
        Assert.DoesNotContain(
            "queue/hasty/",
            await rabbitMq.Node.ControlAsync("list_queues", "name"),
            StringComparison.Ordinal
        );
    }
}
