namespace Pulse.Generators.Tests.Analysis;

public class PulseAnalyzerTests
{
    [Fact]
    public void A_compilation_without_the_runtime_is_not_analyzed()
    {
        var compilation = Consumer.Compilation("class C { string S = \"\".ToString(); }");
        var alone = compilation.RemoveReferences(
            compilation.References.Where(one => one.Display!.Contains("Pulse.Runtime", StringComparison.Ordinal))
        );
        Assert.Empty(Analyzed.Of(alone));
    }

    [Fact]
    public void Bindings_that_are_generated_in_the_same_compilation_are_known()
    {
        var run = GeneratorRun.Of(
            """
            [Pulse.PulseExchanges("queue/v1")]
            static partial class Own;
            class C
            {
                object one = new Own.TaskDefined { WorkerType = "a.b" };
                object two = Pulse.Binding.To("exchange/taskcluster-queue/v1/task-defned", "#");
                bool three = Own.TaskStatusState.Running == "Completed";
            }
            """,
            Consumer.Taskcluster
        );
        Assert.Equal(
            ["PULSE101", "PULSE201", "PULSE106"],
            Analyzed
                .Of(run.Output)
                .Where(one => one.Id.StartsWith("PULSE", StringComparison.Ordinal))
                .Select(one => one.Id)
        );
    }

    /// <summary>An editor analyzes what does not compile yet.</summary>
    [Theory]
    [InlineData("var a = a with { WorkerType = \"x\" }; pulse.Queue().On(a, d => { }).On(a, d => { });")]
    [InlineData(
        "QueueEvents.TaskDefined a = b with { RunId = \"0\" }, b = a with { RunId = \"0\" }; pulse.Queue().On(b, d => { });"
    )]
    [InlineData("var r = Binding.ToRoute(r, \"x\"); pulse.Queue().On(r, d => { }).On(r, );")]
    [InlineData("Binding.To(\"exchange/taskcluster-queue/v1/task-defined\",")]
    [InlineData("new QueueEvents.TaskDefined { WorkerType = , Nothing = \"a.b\" };")]
    [InlineData("pulse.Queue().On();  pulse.Queue().On(new QueueEvents.TaskDefined { WorkerType = \"")]
    [InlineData("pulse.Queue().On(new(), d => StoreAsync(d)).On(Route(\"x\"), async d => );")]
    [InlineData("var q = q.On(new QueueEvents.TaskDefined(), d => { }); q.Prefetch(1);")]
    [InlineData("PulseQueueBuilder a = b.Prefetch(1), b = a.Prefetch(2); a.On(b, d => d.);")]
    [InlineData(
        "pulse.Queue().Argument(\"x-message-ttl\",).Argument(); pulse.Queue().ManualAcknowledge().On(x, d => );"
    )]
    [InlineData("var t = t; _ = t == \"a\"; _ = new Delivery().Exchange is \"exchange/\" or ;")]
    [InlineData("RoutingKeyPattern.Matches(, \"#\"); RoutingKeyPattern.Matches(\"a\"")]
    [InlineData("pulse.ConsumeAsync(\"q\", (p, d) => d., 1, false);")]
    [InlineData("var all = all.ReadAllAsync(); pulse.Queue().ReadAllAsync(; await foreach (var d in pulse.Queue().")]
    [InlineData("pulse.Queue().Prefetch().Concurrency(1,).Retry(\"3\").On(x, d => { }, orderBy: ).ConsumeAsync(")]
    public void Unfinished_code_does_not_make_the_analyzers_fail(string statements)
    {
        var compilation = Analyzed.Compilation(
            $"using Pulse; class C {{ static void M(PulseConnection pulse) {{ {statements} }} }}"
        );
        Analyzed.Report(compilation);
    }
}
