namespace Pulse.CodeFixes.Tests;

public class RawBindingFixTests
{
    private const string TaskDefined = "\"exchange/taskcluster-queue/v1/task-defined\"";

    [Fact]
    public async Task A_raw_binding_is_replaced_by_the_typed_one() =>
        Assert.Equal(
            Snippet.Program(
                "pulse.Queue().On(new QueueEvents.TaskDefined { WorkerType = \"gaia\" }, d => Console.WriteLine(d));"
            ),
            await Editor.FixAsync(
                new RawBindingFix(),
                Snippet.Program(
                    $"pulse.Queue().On(Binding.To({TaskDefined}, \"*.*.*.*.*.*.gaia.#\"), d => Console.WriteLine(d));"
                ),
                "PULSE207"
            )
        );

    [Fact]
    public async Task A_raw_route_is_replaced_by_the_typed_one() =>
        Assert.Equal(
            Snippet.Program("pulse.Queue().On(QueueEvents.TaskDefined.Route(\"index.#\"), d => Console.WriteLine(d));"),
            await Editor.FixAsync(
                new RawBindingFix(),
                Snippet.Program(
                    $"pulse.Queue().On(Binding.To({TaskDefined}, \"route.index.#\"), d => Console.WriteLine(d));"
                ),
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
    public async Task The_title_of_the_fix_says_whether_the_handler_must_be_changed(string handler, string title) =>
        Assert.Equal(
            [title],
            await Editor.OfferedAsync(
                new RawBindingFix(),
                Snippet.Program($"pulse.Queue().On(Binding.To({TaskDefined}, \"#\"), {handler});"),
                "PULSE207"
            )
        );

    [Fact]
    public async Task Fix_all_changes_only_bindings_whose_handlers_still_compile()
    {
        const string Reads = "d => Console.WriteLine(d.Payload.GetProperty(\"a\"))";
        const string Fits = "d => Console.WriteLine(d.RoutingKey)";
        var raw = $"Binding.To({TaskDefined}, \"#\")";
        Assert.Equal(
            Snippet.Program(
                $"pulse.Queue().On(new QueueEvents.TaskDefined(), {Fits}); pulse.Queue().On({raw}, {Reads}); pulse.Queue().On(new QueueEvents.TaskDefined(), {Fits});"
            ),
            await Editor.FixAllAsync(
                new RawBindingFix(),
                Snippet.Program(
                    $"pulse.Queue().On({raw}, {Fits}); pulse.Queue().On({raw}, {Reads}); pulse.Queue().On({raw}, {Fits});"
                ),
                "PULSE207",
                left: 1
            )
        );
    }
}
