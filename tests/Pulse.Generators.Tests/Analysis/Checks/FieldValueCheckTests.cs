using System.Globalization;

namespace Pulse.Generators.Tests.Analysis.Checks;

public class FieldValueCheckTests
{
    [Theory]
    [InlineData("new QueueEvents.TaskDefined { WorkerType = [|\"ga.ia\"|] }", "cannot hold '.'")]
    [InlineData("new QueueEvents.TaskDefined { WorkerType = [|\"*\"|] }", "cannot hold '*'")]
    [InlineData("new QueueEvents.TaskDefined { WorkerType = [|\"#\"|] }", "cannot hold '#'")]
    [InlineData("new QueueEvents.TaskDefined { WorkerType = [|\"\"|] }", "cannot be empty")]
    [InlineData("new QueueEvents.TaskDefined { WorkerType = [|string.Empty|] }", "cannot be empty")]
    [InlineData("new QueueEvents.TaskDefined { WorkerType = [|\"a\" + '.' + 1|] }", "'a.1'")]
    [InlineData("new QueueEvents.TaskDefined { WorkerType = [|$\"{7}.x\"|] }", "'7.x'")]
    [InlineData("new QueueEvents.TaskDefined() with { WorkerType = [|\"a.b\"|] }", "cannot hold '.'")]
    [InlineData("new QueueEvents.TaskDefined { WorkerType = [|Names.Dotted|] }", "'a.b'")]
    [InlineData("new QueueEvents.TaskDefined { WorkerType = [|\"a\" + \".\" + Names.Plain|] }", "'a.plain'")]
    [InlineData("new QueueEvents.TaskDefined { WorkerType = [|$\"{Names.Plain}.x\"|] }", "'plain.x'")]
    [InlineData("new QueueEvents.TaskDefined { WorkerType = [|nameof(Names) + \".x\"|] }", "'Names.x'")]
    [InlineData(
        "new QueueEvents.TaskDefined { WorkerType = [|$\"{QueueEvents.TaskStatusState.Running}.x\"|] }",
        "'running.x'"
    )]
    [InlineData(
        "new QueueEvents.TaskDefined { WorkerType = [|QueueEvents.TaskStatusState.Running.Text + \".x\"|] }",
        "'running.x'"
    )]
    [InlineData("new QueueEvents.TaskDefined { WorkerType = [|DayOfWeek.Monday.ToString() + \".x\"|] }", "'Monday.x'")]
    [InlineData("new QueueEvents.TaskDefined { WorkerType = args.Length > 0 ? [|\"*\"|] : null }", "cannot hold '*'")]
    [InlineData(
        "new QueueEvents.TaskDefined { WorkerType = Environment.GetEnvironmentVariable(\"W\") ?? [|\"*\"|] }",
        "cannot hold '*'"
    )]
    [InlineData("new NotifyEvents.Notify { Topic = [|\"a..b\"|] }", "empty word")]
    [InlineData("new NotifyEvents.Notify { Topic = [|\"build*.x\"|] }", "'*' is not a wildcard")]
    [InlineData("(QueueEvents.TaskDefined)new() { WorkerType = [|\"a.b\"|] }", "cannot hold '.'")]
    public void A_value_that_the_field_cannot_hold_is_an_error(string expression, string reason)
    {
        var error = Assert.Single(Analyzed.Source(Program(expression), "PULSE101"));
        Assert.Contains(reason, error.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("new GithubEvents.PushKey { Organization = [|\"a.b\"|], Repository = \"c\" }", "PULSE101")]
    [InlineData("new GithubEvents.PushKey { Organization = [|\"*\"|], Repository = args[0] }", "PULSE101")]
    [InlineData("GithubEvents.PushKey.Parse(args[0]) with { Repository = [|\"\"|] }", "PULSE101")]
    [InlineData("new AuthEvents.RoleCreatedKey { Reserved = [|\"a..b\"|] }", "PULSE101")]
    [InlineData("new NotifyEvents.NotifyKey { Topic = [|\"a.#\"|] }", "PULSE105")]
    [InlineData("new NotifyEvents.NotifyKey { Topic = args.Length > 0 ? [|\"*.a\"|] : \"b\" }", "PULSE105")]
    public void A_value_that_a_routing_key_cannot_hold_is_an_error(string expression, string id) =>
        Analyzed.Source(Program(expression), id);

    [Theory]
    [InlineData("new QueueEvents.TaskDefined { TaskId = [|\"not-a-slug\"|] }")]
    [InlineData("new QueueEvents.TaskPending { RunId = [|\"x\"|] }")]
    [InlineData("new QueueEvents.TaskPending { RunId = [|\"_\"|] }")]
    [InlineData(
        "new QueueEvents.TaskDefined { ProvisionerId = [|\"a-name-that-is-longer-than-thirty-eight-characters\"|] }"
    )]
    public void A_value_that_the_schema_excludes_is_a_warning(string expression) =>
        Analyzed.Source(Program(expression), "PULSE103");

    [Theory]
    [InlineData("new QueueEvents.TaskDefined { TaskId = \"fN1SbArXTPSVFNUvaOlinQ\", RunId = \"0\" }")]
    [InlineData("new QueueEvents.TaskDefined { RunId = \"_\" }")]
    [InlineData("new QueueEvents.TaskDefined { WorkerType = $\"{-7}.x\" }")] // A culture's minus.
    [InlineData("new QueueEvents.TaskDefined { WorkerType = default }")]
    [InlineData("new QueueEvents.TaskDefined { RunId = null, WorkerType = args.Length > 0 ? args[0] : null }")]
    [InlineData("new QueueEvents.TaskDefined { WorkerType = $\"{args[0]}.x\" }")]
    [InlineData("new QueueEvents.TaskDefined { Reserved = \"a.*.#\" }")]
    [InlineData("new NotifyEvents.Notify { Topic = \"builds.#\" }")]
    [InlineData("new GithubEvents.Push { Organization = \"mozilla\", Repository = \"gecko-dev\" }")]
    [InlineData("new WorkerManagerEvents.WorkerPoolCreated { ProviderId = \"_\", WorkerType = \"_\" }")]
    [InlineData("new WorkerManagerEvents.WorkerPoolCreated { WorkerType = \"gaia\" }")]
    [InlineData("new Mine { WorkerType = \"a.b\" }")]
    [InlineData("new GithubEvents.PushKey { Organization = \"_\", Repository = \"made up\" }")]
    [InlineData("QueueEvents.TaskPendingKey.Parse(args[0]) with { TaskId = \"made-up\", RunId = \"x\" }")]
    [InlineData("new NotifyEvents.NotifyKey { Topic = \"a.b\" }")]
    public void A_value_that_may_be_right_is_not_reported(string expression) => Analyzed.Source(Program(expression));

    [Fact]
    public void A_key_whose_constant_parts_pass_255_bytes_is_an_error()
    {
        var (word, words) = (new string('x', 30), new string('x', 200));
        var most = $"Reserved = \"{words}\", WorkerType = \"{word}\"";
        Analyzed.Statements(
            $"var key = [|new QueueEvents.TaskDefined {{ {most}, WorkerId = \"{word}\" }}|];",
            "PULSE102"
        );
        Analyzed.Statements(
            $"var key = new QueueEvents.TaskDefined {{ Reserved = [|\"{words}{words}\"|] }};",
            "PULSE102"
        );
        Analyzed.Statements($"var key = new QueueEvents.TaskDefined {{ {most}, WorkerId = args[0] }};");
        Analyzed.Statements(
            $"var one = new QueueEvents.TaskDefined {{ {most} }}; var key = [|one with {{ WorkerId = \"{word}\" }}|];",
            "PULSE102"
        );
    }

    [Fact]
    public void A_routing_key_whose_constant_parts_pass_255_bytes_is_an_error() =>
        Analyzed.Statements(
            $"var key = [|new GithubEvents.PushKey {{ Organization = \"{new string('o', 150)}\", Repository = \"{new string('r', 150)}\" }}|];",
            "PULSE102"
        );

    [Theory]
    [InlineData("new GithubEvents.PushKey { Organization = \"acme\" }")]
    [InlineData("new GithubEvents.PushKey()")]
    public void A_routing_key_that_lacks_a_required_field_does_not_compile(string expression) =>
        Assert.Contains(
            Analyzed
                .Compilation(
                    $"class C {{ object o = {expression.Replace("Github", "Pulse.Github", StringComparison.Ordinal)}; }}"
                )
                .GetDiagnostics(),
            diagnostic => diagnostic.Id == "CS9035"
        );

    [Fact]
    public void A_constant_field_cannot_be_set_at_all() =>
        Assert.Contains(
            Analyzed
                .Compilation(
                    "class C { object o = new Pulse.QueueEvents.TaskDefined { RoutingKeyKind = \"primary\" }; }"
                )
                .GetDiagnostics(),
            diagnostic => diagnostic.Id == "CS0200"
        );

    private static string Program(string expression) =>
        $$"""
            static class Names { public const string Dotted = "a.b"; public const string Plain = "plain"; }
            sealed record Mine { public string? WorkerType { get; init; } }
            static class Program { static object Main2(string[] args) => {{expression}}; }
            """;
}
