namespace Pulse.Runtime.Tests.Observing;

[Collection(SharedRabbitMq.Name)]
public sealed class LoggingTests(RabbitMqFixture rabbitMq)
{
    [Fact]
    public async Task A_logger_that_throws_breaks_nothing()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var inbox = new Inbox<string>();
        var connection = scene.Connect(options => options with { LoggerFactory = new BrokenLogger() });
        var queue = await connection
            .Queue(scene.QueueName)
            .On(Binding.To(scene.Exchange, "good"), d => inbox.Add(d.RoutingKey))
            .On(
                Binding.To(scene.Exchange, "fails"),
                d =>
                {
                    inbox.Add(d.RoutingKey);
                    throw new InvalidOperationException("it failed");
                }
            )
            .ConsumeAsync();
        await scene.PublishAsync("good", "{");
        await scene.PublishAsync("fails");
        Assert.Equal(["fails", "fails"], await inbox.NextAsync(2));
        await scene.PublishAsync("good");
        await inbox.NextAsync();

        await queue.CloseAsync().WithinPatience();
        await queue.Completion.WithinPatience();
    }

    [Fact]
    public async Task Completion_has_the_reason_that_stopped_consuming_even_if_the_logger_throws()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var connection = scene.Connect(options => options with { LoggerFactory = new BrokenLogger() });
        var queue = await connection.Queue(scene.QueueName).On(scene.Everything, _ => { }).ConsumeAsync();
        for (var number = 0; number < 20; number++)
            await scene.PublishAsync("a", "{");
        await Assert.ThrowsAsync<UndecodableMessageException>(() => queue.Completion.WithinPatience());
    }

    [Fact]
    public async Task Completion_does_not_wait_for_the_logger()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        using var gate = new ManualResetEventSlim();
        var connection = scene.Connect(options => options with { LoggerFactory = new BrokenLogger(gate) });
        var queue = await connection.Queue(scene.QueueName).On(scene.Everything, _ => { }).ConsumeAsync();
        var closing = queue.CloseAsync();
        await queue.Completion.WithinPatience();
        Assert.False(closing.IsCompleted);
        gate.Set();
        await closing.WithinPatience();
    }

    /// <summary>Throws at each line, unless it has a gate: then it waits there at the last line of a queue.</summary>
    private sealed class BrokenLogger(ManualResetEventSlim? gate = null) : StubLogger
    {
        private const int LeftQueue = 11;

        protected override void Log(LogLine line)
        {
            if (gate is null)
                throw new InvalidOperationException("The disk is full.");
            if (line.EventId == LeftQueue)
                gate.Wait();
        }
    }
}
