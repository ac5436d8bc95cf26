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
}
