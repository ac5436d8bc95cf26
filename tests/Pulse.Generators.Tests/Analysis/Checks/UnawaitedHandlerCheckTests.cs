namespace Pulse.Generators.Tests.Analysis.Checks;

public class UnawaitedHandlerCheckTests
{
    private const string Defined = "new QueueEvents.TaskDefined()";

    [Theory]
    [InlineData("[|HandleAsync|]")]
    [InlineData(
        "[|(Action<Delivery<QueueEvents.TaskDefinedKey, QueueEvents.TaskDefinedMessage>>)(async d => await Task.Yield())|]"
    )]
    [InlineData("[|stored|]")]
    [InlineData("d => [|HandleAsync(d)|]")]
    [InlineData("d => { Log(d); [|HandleAsync(d)|]; }")]
    public void An_async_void_handler_is_an_error(string handler) => Run(handler, "PULSE301");

    [Theory]
    [InlineData("d => [|StoreAsync(d)|]")]
    [InlineData("d => { [|StoreAsync(d)|]; }")]
    [InlineData("d => [|Task.Yield()|]")]
    [InlineData("d => { Log(d); [|StoreAsync(d)|]; }")]
    [InlineData("d => { [|PlainAsync(d)|]; StoreAsync(d); }")]
    [InlineData("d => { foreach (var one in list) { if (one == d) [|PlainAsync(one)|]; } }")]
    [InlineData("delegate { [|StoreAsync(list)|]; }")]
    [InlineData("d => [|Task.Factory.StartNew(async () => await StoreAsync(d))|]")]
    [InlineData("async d => [|await Task.Factory.StartNew(async () => await StoreAsync(d))|]")]
    [InlineData("async d => { var stored = [|StoreAsync(d)|]; await Task.Yield(); }")]
    [InlineData("[|Drop|]")]
    public void A_handler_that_drops_an_awaitable_is_an_error(string handler) => Run(handler, "PULSE302");

    [Theory]
    [InlineData("async d => await StoreAsync(d)")]
    [InlineData("d => PlainAsync(d)")]
    [InlineData("d => ValueAsync(d)")]
    [InlineData("PlainAsync")]
    [InlineData("d => Console.WriteLine(d)")]
    [InlineData("d => { Console.WriteLine(d); }")]
    [InlineData("d => _ = StoreAsync(d)")]
    [InlineData("d => last = StoreAsync(d)")]
    [InlineData("d => { Log(d); _ = StoreAsync(d); }")]
    [InlineData("d => { var later = PlainAsync(d); Log(later); }")]
    [InlineData("d => { Action later = () => PlainAsync(d); void Same() { PlainAsync(d); } later += Same; }")]
    [InlineData("d => list.Add(d)")]
    [InlineData("async (d, stop) => await Task.Delay(1, stop)")]
    [InlineData("d => throw new InvalidOperationException()")]
    [InlineData("Log")]
    public void A_synchronous_or_awaited_handler_is_not_reported(string handler) => Run(handler);

    [Fact]
    public void OnUnmatched_and_OnUndecodable_callbacks_are_checked_as_handlers()
    {
        Analyzed.Statements($"pulse.Queue().On({Defined}, d => {{ }}).OnUnmatched(d => [|Task.Yield()|]);", "PULSE302");
        Analyzed.Statements(
            $"_ = pulse.ConsumeAsync(\"q\", (payload, d) => [|Task.Yield()|], 1, true, {Defined});",
            "PULSE302"
        );
    }

    private static void Run(string handler, params string[] ids) =>
        Analyzed.Source(
            $$"""
            static class Program
            {
                static ValueTask<int> last;
                static readonly List<object> list = new();
                static async void HandleAsync(Delivery<QueueEvents.TaskDefinedKey, QueueEvents.TaskDefinedMessage> d) => await Task.Yield();
                static ValueTask<int> StoreAsync(object d) => new(1);
                static ValueTask ValueAsync(object d) => default;
                static Task PlainAsync(object d) => Task.CompletedTask;
                static void Log(object d) { }
                static void Drop(object d) { PlainAsync(d); }
                static void Main2(PulseConnection pulse)
                {
                    Action<Delivery<QueueEvents.TaskDefinedKey, QueueEvents.TaskDefinedMessage>> stored = async d => await Task.Yield();
                    pulse.Queue().On({{Defined}}, {{handler}});
                }
            }
            """,
            ids
        );
}
