namespace Pulse.CodeFixes.Tests;

public class CodeFixTests
{
    private const string TaskDefined = "\"exchange/taskcluster-queue/v1/task-defined\"";

    [Fact]
    public async Task A_raw_binding_becomes_the_typed_one() =>
        Assert.Equal(
            Program(
                "pulse.Queue().On(new QueueEvents.TaskDefined { WorkerType = \"gaia\" }, d => Console.WriteLine(d));"
            ),
            await Editor.FixAsync(
                new TypedBindingFix(),
                Program(
                    $"pulse.Queue().On(Binding.To({TaskDefined}, \"*.*.*.*.*.*.gaia.#\"), d => Console.WriteLine(d));"
                ),
                "PULSE207"
            )
        );

    [Fact]
    public async Task A_raw_route_becomes_the_typed_one() =>
        Assert.Equal(
            Program("pulse.Queue().On(QueueEvents.TaskDefined.Route(\"index.#\"), d => Console.WriteLine(d));"),
            await Editor.FixAsync(
                new TypedBindingFix(),
                Program($"pulse.Queue().On(Binding.To({TaskDefined}, \"route.index.#\"), d => Console.WriteLine(d));"),
                "PULSE207"
            )
        );

    [Theory]
    [InlineData("d => Console.WriteLine(d.RoutingKey)", "Use the typed binding")]
    [InlineData(
        "d => Console.WriteLine(d.Payload.GetProperty(\"a\"))",
        "Use the typed binding (its handler must be changed)"
    )]
    [InlineData("Handle", "Use the typed binding (its handler must be changed)")]
    public async Task The_title_says_whether_the_handler_fits(string handler, string title) =>
        Assert.Equal(
            [title],
            await Editor.OfferedAsync(
                new TypedBindingFix(),
                Program($"pulse.Queue().On(Binding.To({TaskDefined}, \"#\"), {handler});"),
                "PULSE207"
            )
        );

    [Fact]
    public async Task Fix_all_takes_the_bindings_whose_handlers_fit()
    {
        const string Reads = "d => Console.WriteLine(d.Payload.GetProperty(\"a\"))";
        const string Fits = "d => Console.WriteLine(d.RoutingKey)";
        var raw = $"Binding.To({TaskDefined}, \"#\")";
        Assert.Equal(
            Program(
                $"pulse.Queue().On(new QueueEvents.TaskDefined(), {Fits}); pulse.Queue().On({raw}, {Reads}); pulse.Queue().On(new QueueEvents.TaskDefined(), {Fits});"
            ),
            await Editor.FixAllAsync(
                new TypedBindingFix(),
                Program(
                    $"pulse.Queue().On({raw}, {Fits}); pulse.Queue().On({raw}, {Reads}); pulse.Queue().On({raw}, {Fits});"
                ),
                "PULSE207",
                left: 1
            )
        );
    }

    [Fact]
    public async Task A_misspelt_exchange_is_corrected() =>
        Assert.Equal(
            Program($"_ = Binding.To({TaskDefined}, \"#\"); _ = Binding.To({TaskDefined}, \"#\");"),
            await Editor.FixAllAsync(
                new ReplaceTextFix(),
                Program(
                    "_ = Binding.To(\"exchange/taskcluster-queue/v1/task-defned\", \"#\"); _ = Binding.To(\"exchange/taskcluster-queue/v1/taskDefined\", \"#\");"
                ),
                "PULSE201"
            )
        );

    [Fact]
    public async Task A_constant_of_the_user_s_own_is_left_to_them() =>
        Assert.Empty(
            await Editor.OfferedAsync(
                new ReplaceTextFix(),
                Program(
                    "const string Name = \"exchange/taskcluster-queue/v1/task-defned\"; _ = Binding.To(Name, \"#\");"
                ),
                "PULSE201"
            )
        );

    [Fact]
    public async Task A_route_loses_its_second_prefix() =>
        Assert.Equal(
            Program("_ = QueueEvents.TaskCompleted.Route(\"index.#\");"),
            await Editor.FixAsync(
                new ReplaceTextFix(),
                Program("_ = QueueEvents.TaskCompleted.Route(\"route.index.#\");"),
                "PULSE206"
            )
        );

    [Theory]
    [InlineData($"Binding.To(\"#\", {TaskDefined})", $"Binding.To({TaskDefined}, \"#\")")]
    [InlineData(
        $"Binding.To(exchange: \"#\", routingKey: {TaskDefined})",
        $"Binding.To(exchange: {TaskDefined}, routingKey: \"#\")"
    )]
    public async Task Exchange_and_pattern_swap_places(string wrong, string right) =>
        Assert.Equal(
            Program($"_ = {right};"),
            await Editor.FixAsync(new SwapArgumentsFix(), Program($"_ = {wrong};"), "PULSE203")
        );

    [Theory]
    [InlineData($"Many(\"primary.#\", [{TaskDefined}])")]
    [InlineData($"Many(\"primary.#\", new[] {{ {TaskDefined} }})")]
    [InlineData($"Many(\"primary.#\", {TaskDefined}, \"#\")")]
    public async Task Several_patterns_do_not_swap_places_with_an_exchange(string wrong) =>
        Assert.Empty(await Editor.OfferedAsync(new SwapArgumentsFix(), Program($"_ = {wrong};"), "PULSE203"));

    [Theory]
    [InlineData("d => StoreAsync(d)", "async d => await StoreAsync(d)")]
    [InlineData("(d) => { StoreAsync(d); }", "async (d) => { await StoreAsync(d); }")]
    [InlineData(
        "d => { if (d.Redelivered) StoreAsync(d); Console.WriteLine(d); }",
        "async d => { if (d.Redelivered) await StoreAsync(d); Console.WriteLine(d); }"
    )]
    public async Task A_dropped_awaitable_is_awaited(string wrong, string right) =>
        Assert.Equal(
            Program($"pulse.Queue().On(new QueueEvents.TaskDefined(), {right});"),
            await Editor.FixAsync(
                new AwaitHandlerFix(),
                Program($"pulse.Queue().On(new QueueEvents.TaskDefined(), {wrong});"),
                "PULSE302"
            )
        );

    [Fact]
    public async Task A_cast_that_makes_a_lambda_async_void_goes() =>
        Assert.Equal(
            Program("pulse.Queue().On(new QueueEvents.TaskDefined(), async d => await StoreAsync(d));"),
            await Editor.FixAsync(
                new AwaitHandlerFix(),
                Program(
                    "pulse.Queue().On(new QueueEvents.TaskDefined(), (Action<Delivery<QueueEvents.TaskDefined, QueueEvents.TaskDefinedMessage>>)(async d => await StoreAsync(d)));"
                ),
                "PULSE301"
            )
        );

    [Theory]
    [InlineData("HandleAsync")]
    [InlineData("d => HandleAsync(d)")]
    public async Task An_async_void_method_returns_a_task(string handler) =>
        Assert.Equal(
            Program($"pulse.Queue().On(Binding.To(\"exchange/x\", \"#\"), {handler});")
                .Replace("async void", "async Task", StringComparison.Ordinal),
            await Editor.FixAsync(
                new AwaitHandlerFix(),
                Program($"pulse.Queue().On(Binding.To(\"exchange/x\", \"#\"), {handler});"),
                "PULSE301"
            )
        );

    [Fact]
    public async Task What_stands_in_a_function_without_an_arrow_is_left_to_the_user() =>
        Assert.Empty(
            await Editor.OfferedAsync(
                new AwaitHandlerFix(),
                Program(
                    "Action start = () => pulse.Queue().On(new QueueEvents.TaskDefined(), delegate { StoreAsync(pulse); });"
                ),
                "PULSE302"
            )
        );

    [Theory]
    [InlineData("static class C;", "static partial class C;")]
    [InlineData("public static class C { }", "public static partial class C { }")]
    [InlineData("class C;", "partial class C;")]
    public async Task A_class_to_be_filled_becomes_partial(string wrong, string right) =>
        Assert.Equal(
            $"namespace N\n{{\n    // It.\n    [Pulse.PulseExchanges(\"queue/v1\")]\n    {right}\n}}",
            await Editor.FixAsync(
                new MakePartialFix(),
                $"namespace N\n{{\n    // It.\n    [Pulse.PulseExchanges(\"queue/v1\")]\n    {wrong}\n}}",
                "PULSE001"
            )
        );

    [Fact]
    public async Task The_types_around_a_class_to_be_filled_become_partial_too() =>
        Assert.Equal(
            "partial class Outer { [Pulse.PulseExchanges(\"queue/v1\")] static partial class C; }",
            await Editor.FixAsync(
                new MakePartialFix(),
                "class Outer { [Pulse.PulseExchanges(\"queue/v1\")] static class C; }",
                "PULSE001"
            )
        );

    [Theory]
    [InlineData("[Pulse.PulseExchanges(\"queue/v1\")] class C<T>;")]
    [InlineData("[Pulse.PulseExchanges(\"queue/v1\")] record C;")]
    [InlineData("[Pulse.PulseExchanges(\"queue/v1\")] file class C;")]
    public async Task What_partial_alone_does_not_mend_is_left_alone(string source) =>
        Assert.Empty(await Editor.OfferedAsync(new MakePartialFix(), source, "PULSE001"));

    private static string Program(string statements) =>
        $$"""
            using System;
            using System.Text.Json;
            using System.Threading.Tasks;
            using Pulse;
            static class Program
            {
                static ValueTask<int> StoreAsync(object d) => new(1);
                static int Many([ExchangeName] string exchange, [RoutingPattern] params string[] patterns) => exchange.Length + patterns.Length;
                static void Handle(Delivery<string, JsonElement> d) { }
                static async void HandleAsync(Delivery<string, JsonElement> d) => await Task.Yield();
                static void Run(PulseConnection pulse)
                {
                    {{statements}}
                }
            }
            """;
}
