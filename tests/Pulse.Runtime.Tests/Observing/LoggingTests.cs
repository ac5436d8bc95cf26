using Microsoft.Extensions.Logging;

namespace Pulse.Runtime.Tests.Observing;

[Collection(OneBroker.Name)]
public sealed class LoggingTests(BrokerFixture broker)
{
    [Fact]
    public async Task A_logger_that_throws_breaks_nothing()
    {
        await using var scene = await Scene.OpenAsync(broker);
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
    public async Task Completion_says_why_consuming_ended_though_the_logger_throws()
    {
        await using var scene = await Scene.OpenAsync(broker);
        var connection = scene.Connect(options => options with { LoggerFactory = new BrokenLogger() });
        var queue = await connection.Queue(scene.QueueName).On(scene.Everything, _ => { }).ConsumeAsync();
        for (var number = 0; number < 20; number++)
            await scene.PublishAsync("a", "{");
        await Assert.ThrowsAsync<UndecodableMessageException>(() => queue.Completion.WithinPatience());
    }

    [Fact]
    public async Task Completion_does_not_wait_for_the_logger()
    {
        await using var scene = await Scene.OpenAsync(broker);
        using var gate = new ManualResetEventSlim();
        var connection = scene.Connect(options => options with { LoggerFactory = new BrokenLogger(gate) });
        var queue = await connection.Queue(scene.QueueName).On(scene.Everything, _ => { }).ConsumeAsync();
        var closing = queue.CloseAsync();
        await queue.Completion.WithinPatience();
        Assert.False(closing.IsCompleted);
        gate.Set();
        await closing.WithinPatience();
    }

    /// <summary>Throws at each line; but where it has a gate, it waits there with the last line of a queue.</summary>
    private sealed class BrokenLogger(ManualResetEventSlim? gate = null) : ILoggerFactory, ILogger
    {
        private const int LeftQueue = 11;

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider) { }

        public void Dispose() { }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (gate is null)
                throw new InvalidOperationException("The disk is full.");
            if (eventId.Id == LeftQueue)
                gate.Wait();
        }
    }
}
