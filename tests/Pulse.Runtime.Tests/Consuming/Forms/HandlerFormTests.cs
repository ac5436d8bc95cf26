using System.Text.Json;

namespace Pulse.Runtime.Tests.Consuming.Forms;

/// <summary>
/// Every form of handler compiles, and each is waited for: it finishes its second half only when let,
/// and until then its message is not acknowledged.
/// </summary>
[Collection(QueuesRabbitMq.Name)]
public sealed class HandlerFormTests(RabbitMqFixture rabbitMq)
{
    private delegate PulseQueueBuilder Form(HandlerFormTests t, PulseQueueBuilder q, IBinding<string, JsonElement> b);

    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _finished;

    public static TheoryData<string> WaitingForms =>
        new(Forms.Keys.Where(form => !form.StartsWith("sync", StringComparison.Ordinal)));

    public static TheoryData<string> SyncForms =>
        new(Forms.Keys.Where(form => form.StartsWith("sync", StringComparison.Ordinal)));

    // Against a test, its queue and a binding.
    private static Dictionary<string, Form> Forms =>
        new()
        {
            ["sync expression"] = (t, q, b) => q.On(b, d => t.Handle(d)),
            ["sync block"] = (t, q, b) =>
                q.On(
                    b,
                    d =>
                    {
                        t.Handle(d);
                    }
                ),
            ["sync method group"] = (t, q, b) => q.On(b, t.Handle),
            ["sync expression of a value"] = (t, q, b) => q.On(b, d => t._finished = d is not null),
            ["Task expression"] = (t, q, b) => q.On(b, d => t.HandleTaskAsync(d)),
            ["Task block"] = (t, q, b) =>
                q.On(
                    b,
                    d =>
                    {
                        return t.HandleTaskAsync(d);
                    }
                ),
            ["Task method group"] = (t, q, b) => q.On(b, t.HandleTaskAsync),
            ["Task of a value expression"] = (t, q, b) => q.On(b, d => t.HandleTaskOfValueAsync(d)),
            ["Task of a value method group"] = (t, q, b) => q.On(b, t.HandleTaskOfValueAsync),
            ["async expression"] = (t, q, b) => q.On(b, async d => await t.HandleTaskAsync(d)),
            ["async block"] = (t, q, b) =>
                q.On(
                    b,
                    async d =>
                    {
                        await t.HandleTaskAsync(d);
                    }
                ),
            ["async over ValueTask"] = (t, q, b) => q.On(b, async d => await t.HandleValueTaskAsync(d)),
            ["ValueTask expression"] = (t, q, b) => q.On(b, d => t.HandleValueTaskAsync(d)),
            ["ValueTask block"] = (t, q, b) =>
                q.On(
                    b,
                    d =>
                    {
                        return t.HandleValueTaskAsync(d);
                    }
                ),
            ["ValueTask method group"] = (t, q, b) => q.On(b, t.HandleValueTaskAsync),
            ["Task with token expression"] = (t, q, b) => q.On(b, (d, ct) => t.HandleTaskWithTokenAsync(d, ct)),
            ["Task with token block"] = (t, q, b) =>
                q.On(
                    b,
                    (d, ct) =>
                    {
                        return t.HandleTaskWithTokenAsync(d, ct);
                    }
                ),
            ["Task with token method group"] = (t, q, b) => q.On(b, t.HandleTaskWithTokenAsync),
            ["async with token expression"] = (t, q, b) =>
                q.On(b, async (d, ct) => await t.HandleTaskWithTokenAsync(d, ct)),
            ["async with token block"] = (t, q, b) =>
                q.On(
                    b,
                    async (d, ct) =>
                    {
                        await t.HandleTaskWithTokenAsync(d, ct);
                    }
                ),
            ["ValueTask with token expression"] = (t, q, b) =>
                q.On(b, (d, ct) => t.HandleValueTaskWithTokenAsync(d, ct)),
            ["ValueTask with token method group"] = (t, q, b) => q.On(b, t.HandleValueTaskWithTokenAsync),
        };

    [Theory]
    [MemberData(nameof(WaitingForms))]
    public async Task Closing_waits_for_an_asynchronous_handler(string form)
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var queue = await Forms[form](this, scene.Connect().Queue(scene.QueueName), scene.Everything).ConsumeAsync();
        await scene.PublishAsync("a");

        await _entered.Task.WithinPatience();
        var closing = queue.CloseAsync();
        Assert.False(closing.IsCompleted);
        _gate.SetResult();
        await closing.WithinPatience();

        Assert.True(_finished);
        Assert.Equal(0u, await scene.CountWaitingAsync());
    }

    [Theory]
    [MemberData(nameof(SyncForms))]
    public async Task A_handler_without_a_result_runs(string form)
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var queue = await Forms[form](this, scene.Connect().Queue(scene.QueueName), scene.Everything).ConsumeAsync();
        await scene.PublishAsync("a");

        await Eventually.HoldsAsync(() => _finished, "the handler runs");
        await queue.CloseAsync();
        Assert.Equal(0u, await scene.CountWaitingAsync());
    }

    [Fact]
    public async Task OnUnmatched_and_OnUndecodable_take_the_same_forms_of_handlers()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var queue = scene.Connect().Queue();
        queue
            .OnUnmatched(d => Handle(d))
            .OnUnmatched(Handle)
            .OnUnmatched(async d => await HandleTaskAsync(d))
            .OnUnmatched(HandleTaskAsync)
            .OnUnmatched(d => HandleValueTaskAsync(d))
            .OnUnmatched(HandleValueTaskAsync);
        queue
            .OnUndecodable((d, _) => Handle(d))
            .OnUndecodable(async (d, _) => await HandleTaskAsync(d))
            .OnUndecodable((d, _) => HandleTaskAsync(d))
            .OnUndecodable((d, _) => HandleValueTaskAsync(d));
    }

    [Fact]
    public async Task ConsumeAsync_takes_the_same_forms_of_handlers_with_a_token()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var connection = scene.Connect();
        IBinding[] bindings = [scene.Everything];
        var forms = new Func<CancellationToken, Task<PulseQueue>>[]
        {
            token => connection.ConsumeAsync("", (_, d) => HandleTaskAsync(d), 1, true, bindings, token),
            token => connection.ConsumeAsync("", (_, d) => Handle(d), 1, true, bindings, token),
            token => connection.ConsumeAsync("", (_, d) => HandleValueTaskAsync(d), 1, true, bindings, token),
        };
        _gate.SetResult();
        foreach (var consume in forms)
        {
            _finished = false;
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => consume(new CancellationToken(true)));
            await using var queue = await consume(CancellationToken.None);
            await scene.PublishAsync("a");
            await Eventually.HoldsAsync(() => _finished, "the callback runs");
        }
    }

    private void Handle(Delivery delivery) => _finished = delivery is not null;

    private async Task HandleTaskAsync(Delivery delivery)
    {
        Assert.NotNull(delivery);
        _entered.TrySetResult();
        await _gate.Task;
        _finished = true;
    }

    private Task HandleTaskWithTokenAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        Assert.True(cancellationToken.CanBeCanceled);
        return HandleTaskAsync(delivery);
    }

    private async Task<int> HandleTaskOfValueAsync(Delivery delivery)
    {
        await HandleTaskAsync(delivery);
        return 1;
    }

    private async ValueTask HandleValueTaskAsync(Delivery delivery) => await HandleTaskAsync(delivery);

    private async ValueTask HandleValueTaskWithTokenAsync(Delivery delivery, CancellationToken cancellationToken) =>
        await HandleTaskWithTokenAsync(delivery, cancellationToken);
}
