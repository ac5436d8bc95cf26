using System.Globalization;

namespace Pulse.Generators.Tests.Analysis.Checks;

public class DeadHandlerCheckTests
{
    private const string All = "new QueueEvents.TaskDefined()";
    private const string Gaia = "new QueueEvents.TaskDefined { WorkerType = \"gaia\" }";

    [Theory]
    [InlineData(All, Gaia)]
    [InlineData(All, All)]
    [InlineData(Gaia, Gaia)]
    [InlineData(All, "QueueEvents.TaskDefined.Route(\"index.#\")")]
    [InlineData(All, "new QueueEvents.TaskDefined { WorkerType = args[0] }")]
    [InlineData(Gaia, Gaia + " with { SchedulerId = \"s\" }")]
    [InlineData("QueueEvents.TaskDefined.Route(\"index.#\")", "QueueEvents.TaskDefined.Route(\"index.gecko.*\")")]
    [InlineData("Binding.To(\"exchange/x\", \"a.#\")", "Binding.To(\"exchange/x\", \"a.b\")")]
    [InlineData("Binding.To(\"exchange/x\", \"*.#\")", "Binding.To(\"exchange/x\", \"#.*\")")]
    [InlineData("Binding.To(\"exchange/taskcluster-queue/v1/task-defined\", \"#\")", Gaia)]
    public void A_binding_that_an_earlier_one_covers_is_a_warning(string earlier, string later) =>
        Analyzed.Statements(
            $"pulse.Queue().On({earlier}, d => {{ }}).Prefetch(3).On([|{later}|], async d => await Task.Yield());",
            "PULSE303"
        );

    [Theory]
    [InlineData(Gaia, All)]
    [InlineData(All, "new QueueEvents.TaskPending()")]
    [InlineData("QueueEvents.TaskDefined.Route(\"index.#\")", All)]
    [InlineData("new QueueEvents.TaskDefined { WorkerType = args[0] }", Gaia)]
    [InlineData(Gaia, "new QueueEvents.TaskDefined { SchedulerId = \"s\" }")]
    [InlineData("Binding.To(\"exchange/x\", \"a.*\")", "Binding.To(\"exchange/x\", \"a.#\")")]
    [InlineData("Binding.To(\"exchange/x\", \"#.a.#\")", "Binding.To(\"exchange/x\", \"#.b.#\")")]
    [InlineData("Binding.To(args[0], \"#\")", "Binding.To(args[0], \"#\")")]
    public void A_binding_that_can_get_messages_is_not_reported(string earlier, string later) =>
        Analyzed.Statements($"pulse.Queue().On({earlier}, d => {{ }}).On({later}, d => {{ }});");

    [Theory]
    [InlineData("var queue = pulse.Queue(); queue.On({0}, d => {{ }}); queue.On([|{1}|], d => {{ }});")]
    [InlineData("var queue = pulse.Queue().On({0}, d => {{ }}); if (args.Length > 0) queue.On([|{1}|], d => {{ }});")]
    [InlineData("var queue = pulse.Queue(); queue = queue.On({0}, d => {{ }}); queue = queue.On([|{1}|], d => {{ }});")]
    [InlineData("var queue = pulse.Queue(); var b = {1}; queue.On({0}, d => {{ }}).On([|b|], d => {{ }});")]
    [InlineData(
        "foreach (var a in args) {{ var queue = pulse.Queue(a); queue.On({0}, d => {{ }}); queue.On([|{1}|], d => {{ }}); }}"
    )]
    public void A_builder_in_a_variable_is_followed(string statements) =>
        Analyzed.Statements(string.Format(CultureInfo.InvariantCulture, statements, All, Gaia), "PULSE303");

    [Theory]
    [InlineData(
        "var queue = pulse.Queue(); if (args.Length > 0) queue.On({0}, d => {{ }}); queue.On({1}, d => {{ }});"
    )]
    [InlineData(
        "var queue = pulse.Queue(); if (args.Length > 0) {{ queue.On({0}, d => {{ }}); }} else {{ queue.On({1}, d => {{ }}); }}"
    )]
    [InlineData(
        "var queue = pulse.Queue(); queue.On({0}, d => {{ }}); queue = pulse.Queue(\"b\"); queue.On({1}, d => {{ }});"
    )]
    [InlineData("var one = pulse.Queue(); var two = pulse.Queue(); one.On({0}, d => {{ }}); two.On({1}, d => {{ }});")]
    [InlineData("var queue = pulse.Queue(); queue.On({1}, d => {{ }}); queue.On({0}, d => {{ }});")]
    [InlineData("pulse.Queue().On({0}, d => {{ }}); pulse.Queue().On({1}, d => {{ }});")]
    [InlineData("var b = {0}; if (args.Length > 0) b = {1}; pulse.Queue().On(b, d => {{ }}).On({1}, d => {{ }});")]
    public void An_On_that_may_not_have_run_before_does_not_cover_a_binding(string statements) =>
        Analyzed.Statements(string.Format(CultureInfo.InvariantCulture, statements, All, Gaia));

    [Fact]
    public void A_covered_binding_in_one_call_is_reported_only_if_it_would_be_read_as_another_type()
    {
        const string Raw = "Binding.To(\"exchange/taskcluster-queue/v1/task-defined\", \"#\")";
        const string Call = "_ = pulse.ConsumeAsync(\"q\", (payload, d) => {{ }}, 1, true, {0}, {1});";
        Analyzed.Statements(string.Format(CultureInfo.InvariantCulture, Call, Raw, $"[|{Gaia}|]"), "PULSE303");
        Analyzed.Statements(string.Format(CultureInfo.InvariantCulture, Call, All, Gaia));
        Analyzed.Statements(
            $"_ = pulse.ConsumeAsync(\"q\", (payload, d) => {{ }}, 1, true, [{Raw}, [|{Gaia}|]]);",
            "PULSE303"
        );
        Analyzed.Statements($"_ = pulse.Queue().ReadAllAsync([{Raw}, [|{Gaia}|]]);", "PULSE303");
        Analyzed.Statements($"_ = pulse.Queue().ReadAllAsync([{All}, {Gaia}]);");
    }

    [Fact]
    public void Top_level_statements_are_analyzed() =>
        Assert.Equal(
            ["PULSE303"],
            Analyzed
                .Of(
                    Analyzed
                        .Compilation(
                            $"using Pulse; var pulse = new PulseConnection(); var queue = pulse.Queue(); queue.On({All}, d => {{ }}); queue.On({Gaia}, d => {{ }}); _ = queue.ConsumeAsync();"
                        )
                        .WithOptions(
                            new Microsoft.CodeAnalysis.CSharp.CSharpCompilationOptions(
                                Microsoft.CodeAnalysis.OutputKind.ConsoleApplication
                            )
                        )
                )
                .Select(diagnostic => diagnostic.Id)
        );

    [Fact]
    public void The_warning_names_the_earlier_pattern() =>
        Assert.Equal(
            "The binding 'primary.*.*.*.*.*.gaia.*.*.#' receives no messages: a delivery runs one handler, the first that matches, and "
                + "'primary.*.*.*.*.*.*.*.*.#' before it matches everything that this one does; put the specific binding before the general one",
            Analyzed
                .Statements($"pulse.Queue().On({All}, d => {{ }}).On({Gaia}, d => {{ }});", "PULSE303")[0]
                .GetMessage(CultureInfo.InvariantCulture)
        );
}
