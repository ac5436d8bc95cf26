namespace Pulse.CodeFixes.Tests;

public class UnawaitedHandlerFixTests
{
    [Theory]
    [InlineData("d => StoreAsync(d)", "async d => await StoreAsync(d)")]
    [InlineData("(d) => { StoreAsync(d); }", "async (d) => { await StoreAsync(d); }")]
    [InlineData(
        "d => { if (d.Redelivered) StoreAsync(d); Console.WriteLine(d); }",
        "async d => { if (d.Redelivered) await StoreAsync(d); Console.WriteLine(d); }"
    )]
    [InlineData("d => { var stored = StoreAsync(d); }", "async d => { await StoreAsync(d); }")]
    [InlineData(
        "async d => { var stored = StoreAsync(d); await Task.Yield(); }",
        "async d => { await StoreAsync(d); await Task.Yield(); }"
    )]
    [InlineData(
        "d => Task.Factory.StartNew(async () => await StoreAsync(d))",
        "d => Task.Factory.StartNew(async () => await StoreAsync(d)).Unwrap()"
    )]
    [InlineData(
        "d => { return Task.Factory.StartNew(async () => await StoreAsync(d)); }",
        "d => { return Task.Factory.StartNew(async () => await StoreAsync(d)).Unwrap(); }"
    )]
    [InlineData("d => Task.Run(() => StoreAsync(d))", "async d => await await Task.Run(() => StoreAsync(d))")]
    [InlineData(
        "async d => await Task.Factory.StartNew(async () => await StoreAsync(d))",
        "async d => await await Task.Factory.StartNew(async () => await StoreAsync(d))"
    )]
    [InlineData(
        "async d => { await Task.Factory.StartNew(async () => await StoreAsync(d)).ConfigureAwait(false); }",
        "async d => { await await Task.Factory.StartNew(async () => await StoreAsync(d)).ConfigureAwait(false); }"
    )]
    public async Task A_dropped_awaitable_is_awaited(string wrong, string right) =>
        Assert.Equal(
            Snippet.Program($"pulse.Queue().On(new QueueEvents.TaskDefined(), {right});"),
            await Editor.FixAsync(
                new UnawaitedHandlerFix(),
                Snippet.Program($"pulse.Queue().On(new QueueEvents.TaskDefined(), {wrong});"),
                "PULSE302"
            )
        );

    [Fact]
    public async Task A_cast_that_makes_a_lambda_async_void_is_removed() =>
        Assert.Equal(
            Snippet.Program("pulse.Queue().On(new QueueEvents.TaskDefined(), async d => await StoreAsync(d));"),
            await Editor.FixAsync(
                new UnawaitedHandlerFix(),
                Snippet.Program(
                    "pulse.Queue().On(new QueueEvents.TaskDefined(), (Action<Delivery<QueueEvents.TaskDefinedKey, QueueEvents.TaskDefinedMessage>>)(async d => await StoreAsync(d)));"
                ),
                "PULSE301"
            )
        );

    [Theory]
    [InlineData("HandleAsync")]
    [InlineData("d => HandleAsync(d)")]
    public async Task An_async_void_method_returns_a_task(string handler) =>
        Assert.Equal(
            Snippet
                .Program($"pulse.Queue().On(Binding.To(\"exchange/x\", \"#\"), {handler});")
                .Replace("async void", "async Task", StringComparison.Ordinal),
            await Editor.FixAsync(
                new UnawaitedHandlerFix(),
                Snippet.Program($"pulse.Queue().On(Binding.To(\"exchange/x\", \"#\"), {handler});"),
                "PULSE301"
            )
        );

    [Fact]
    public async Task An_anonymous_method_is_left_to_the_user() =>
        Assert.Empty(
            await Editor.OfferedAsync(
                new UnawaitedHandlerFix(),
                Snippet.Program(
                    "Action start = () => pulse.Queue().On(new QueueEvents.TaskDefined(), delegate { StoreAsync(pulse); });"
                ),
                "PULSE302"
            )
        );

    [Theory]
    [InlineData("d => { var stored = StoreAsync(d); return Task.CompletedTask; }")]
    [InlineData("Drop")]
    public async Task What_no_lambda_can_await_is_left_to_the_user(string handler) =>
        Assert.Empty(
            await Editor.OfferedAsync(
                new UnawaitedHandlerFix(),
                Snippet.Program(
                    $"Action start = () => pulse.Queue().On(Binding.To(\"x\", \"#\"), {handler}); static void Drop(Delivery<string, JsonElement> d) {{ StoreAsync(d); }}"
                ),
                "PULSE302"
            )
        );
}
