namespace Pulse.Generators.Tests.Analysis.Checks;

public class RawBindingCheckTests
{
    private const string TaskDefined = "\"exchange/taskcluster-queue/v1/task-defined\"";
    private const string Push = "\"exchange/taskcluster-github/v1/push\"";

    [Theory]
    [InlineData(
        TaskDefined,
        "*.*.*.*.*.*.gaia.#",
        "new global::Pulse.QueueEvents.TaskDefined { WorkerType = \"gaia\" }"
    )]
    [InlineData(TaskDefined, "#", "new global::Pulse.QueueEvents.TaskDefined()")]
    [InlineData(TaskDefined, "primary.#", "new global::Pulse.QueueEvents.TaskDefined()")]
    [InlineData(TaskDefined, "#.grp.*", null)]
    [InlineData(
        TaskDefined,
        "primary.*.*.*.*.*.*.*.*.x.y",
        "new global::Pulse.QueueEvents.TaskDefined { Reserved = \"x.y\" }"
    )]
    [InlineData(TaskDefined, "route.index.#", "global::Pulse.QueueEvents.TaskDefined.Route(\"index.#\")")]
    [InlineData(TaskDefined, "#.gaia.#", null)]
    [InlineData(Push, "#.gecko", "new global::Pulse.GithubEvents.Push { Repository = \"gecko\" }")]
    [InlineData(Push, "*.mozilla.#", "new global::Pulse.GithubEvents.Push { Organization = \"mozilla\" }")]
    [InlineData(
        "\"exchange/taskcluster-auth/v1/client-created\"",
        "#.a.#",
        "new global::Pulse.AuthEvents.ClientCreated { Reserved = \"#.a.#\" }"
    )]
    [InlineData("\"exchange/unknown\"", "#", null)]
    public void A_raw_binding_to_an_exchange_with_a_type_brings_the_typed_binding(
        string exchange,
        string pattern,
        string? typed
    )
    {
        var compilation = Analyzed.Compilation(
            $"class C {{ object o = Pulse.Binding.To({exchange}, \"{pattern}\"); }}"
        );
        var hint = Assert.IsType<List<Microsoft.CodeAnalysis.Diagnostic>>(Analyzed.Of(compilation).ToList());
        Assert.Equal(typed, hint.SingleOrDefault()?.Properties["Replacement"]);
        Assert.All(hint, one => Assert.Equal("PULSE207", one.Id));
    }
}
