using System.Collections.Concurrent;
using System.Text.Json;

namespace Pulse.Runtime.Tests.Handling.Failing;

/// <summary>Whatever a handler throws, and however: its message is settled by the rule, and the consumer keeps running.</summary>
[Collection(SharedRabbitMq.Name)]
public sealed class HandlerExceptionTests(RabbitMqFixture rabbitMq)
{
    private static readonly Dictionary<string, Func<Delivery, CancellationToken, Task>> Failures = new()
    {
        ["at once"] = (_, _) => throw new InvalidOperationException("at once"),
        ["after an await"] = async (_, _) =>
        {
            await Task.Yield();
            throw new InvalidOperationException("after an await");
        },
        ["a failed task"] = (_, _) => Task.FromException(new InvalidOperationException("failed")),
        ["a cancelled task"] = (_, _) => Task.FromCanceled(new CancellationToken(canceled: true)),
        ["cancelled"] = (_, _) => throw new OperationCanceledException(),
        ["a null task"] = (_, _) => null!,
        ["many inner ones"] = (_, _) => throw Nested(1_000),
        ["several at once"] = (_, _) => throw new AggregateException(new TimeoutException(), Nested(3)),
        ["one that cannot be printed"] = (_, _) => throw new UnprintableException(),
        ["after it was acknowledged"] = async (delivery, token) =>
        {
            await delivery.AckAsync(token);
            throw new InvalidOperationException("too late");
        },
    };

    public static TheoryData<string, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, int>();
            foreach (var failure in Failures.Keys)
            {
                cases.Add(failure, 1);
                cases.Add(failure, 4);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_handler_that_throws_leaves_the_consumer_running(string failure, int concurrency)
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var (exchange, dead) = await scene.DeclareDeadLettersAsync();
        var runs = new ConcurrentQueue<int>();
        var queue = await scene
            .Connect()
            .Queue(scene.QueueName)
            .On(
                scene.Everything,
                (Delivery<string, JsonElement> delivery, CancellationToken token) =>
                {
                    var number = delivery.Payload.GetInt32();
                    runs.Enqueue(number);
                    return number == 0 ? Failures[failure](delivery, token) : Task.CompletedTask;
                }
            )
            .Concurrency(concurrency)
            .Argument("x-dead-letter-exchange", exchange)
            .ConsumeAsync();
        await scene.PublishNumbersAsync(3);
        var isSettled = failure == "after it was acknowledged";
        await scene.WaitingBecomesAsync(isSettled ? 0u : 1, dead);
        await Eventually.HoldsAsync(() => runs.Count == (isSettled ? 3 : 4), "all have run");
        await scene.PublishAsync("a", "7");
        await Eventually.HoldsAsync(() => runs.Contains(7), "the next one is handled");
        Assert.Equal(PulseState.Connected, queue.State);
        Assert.False(queue.Completion.IsCompleted);
        await queue.CloseAsync().WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(0u, await scene.CountWaitingAsync());
    }

    private static Exception Nested(int depth) =>
        depth == 0
            ? new TimeoutException("the cause")
            : new InvalidOperationException($"depth {depth}", Nested(depth - 1));

    private sealed class UnprintableException : Exception
    {
        public override string Message => throw new InvalidOperationException("no message");

        public override string ToString() => throw new InvalidOperationException("no string");
    }
}
