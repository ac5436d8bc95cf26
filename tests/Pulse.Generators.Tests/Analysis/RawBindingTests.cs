using System.Globalization;

namespace Pulse.Generators.Tests.Analysis;

public class RawBindingTests
{
    private const string TaskDefined = "\"exchange/taskcluster-queue/v1/task-defined\"";
    private const string Push = "\"exchange/taskcluster-github/v1/push\"";

    [Theory]
    [InlineData("exchange/taskcluster-queue/v1/task-defned")]
    [InlineData("exchange/taskcluster-queue/v1/taskDefined")]
    [InlineData("exchange/taskcluster-queue/v1/task_defined")]
    [InlineData("exchange/taskcluster-quueu/v1/task-defined")]
    [InlineData("exchange/taskcluster-queue/task-defined")]
    [InlineData("taskcluster-queue/v1/task-defined")]
    [InlineData("/exchange/taskcluster-queue/v1/task-defined ")]
    public void An_exchange_that_is_nearly_a_known_one_is_a_warning(string exchange)
    {
        var warning = Assert.Single(Analyzed.Statements($"Binding.To([|\"{exchange}\"|], \"#\");", "PULSE201"));
        Assert.EndsWith(
            "did you mean 'exchange/taskcluster-queue/v1/task-defined'?",
            warning.GetMessage(CultureInfo.InvariantCulture),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("exchange/build/normalized")]
    [InlineData("exchange/taskcluster-queue/v2/task-defined")]
    [InlineData("exchange/staging-queue/v1/task-defined")]
    [InlineData("exchange/taskcluster-queue/v1/task-archived")]
    [InlineData("exchange/alice/logs")]
    [InlineData("logs")]
    [InlineData("amq.topic")]
    public void An_exchange_that_is_another_one_is_left_alone(string exchange) =>
        Analyzed.Statements($"Binding.To(\"{exchange}\", \"some.*.key.#\");");

    [Theory]
    [InlineData(TaskDefined, "primary.*.gaia", "it has 3 words, the key at least 10 words")]
    [InlineData(TaskDefined, "primary.*.*.*.*.*.*.*.*", "it has 9 words, the key at least 10 words")]
    [InlineData(TaskDefined, "", "it has 0 words")]
    [InlineData(TaskDefined, "secondary.#", "the key's routingKeyKind is always 'primary'")]
    [InlineData(TaskDefined, "primary.gaia*.#", "in 'gaia*' the '*' is no wildcard")]
    [InlineData(TaskDefined, "primary..#", "an empty word")]
    [InlineData(Push, "primary.mozilla.gecko.extra", "it has 4 words, the key 3 words")]
    [InlineData(Push, "primary.mozilla.*.*.#", "it has at least 4 words, the key 3 words")]
    [InlineData(Push, "#.primary.*.*.*", "it has at least 4 words, the key 3 words")]
    [InlineData(Push, "mozilla.#", "organization")]
    [InlineData(Push, "#.mozilla.*.gecko", "the key's routingKeyKind is always 'primary'")]
    public void A_pattern_that_can_never_match_is_an_error(string exchange, string pattern, string reason)
    {
        var error = Assert.Single(Analyzed.Statements($"Binding.To({exchange}, [|\"{pattern}\"|]);", "PULSE202"));
        Assert.Contains(reason, error.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Fact]
    public void The_error_shows_which_field_each_word_lines_up_with()
    {
        var error = Assert.Single(
            Analyzed.Statements($"Binding.To({Push}, \"secondary.mozilla.gecko.x\");", "PULSE202")
        );
        Assert.Equal(
            "'secondary.mozilla.gecko.x' matches no key of 'exchange/taskcluster-github/v1/push': it has 4 words, the key 3 words; lined up: "
                + "routingKeyKind = secondary (always 'primary') | organization = mozilla | repository = gecko | no field = x",
            error.GetMessage(CultureInfo.InvariantCulture)
        );
    }

    [Theory]
    [InlineData(TaskDefined, "#")]
    [InlineData(TaskDefined, "primary.#")]
    [InlineData(TaskDefined, "*.*.*.*.*.*.gaia.#")]
    [InlineData(TaskDefined, "#.gaia.#")]
    [InlineData(TaskDefined, "primary.*.*.*.*.*.gaia.*.*.*")]
    [InlineData(TaskDefined, "primary.#.*._")]
    [InlineData(TaskDefined, "route.index.gecko.v2.#")]
    [InlineData(TaskDefined, "route.x")]
    [InlineData(Push, "primary.mozilla.*")]
    [InlineData(Push, "*.mozilla.gecko")]
    [InlineData(Push, "primary.mozilla.gecko.#")]
    [InlineData(Push, "#.gecko")]
    [InlineData("\"exchange/taskcluster-auth/v1/client-created\"", "a.b.c")]
    [InlineData("\"exchange/taskcluster-worker-manager/v1/worker-pool-created\"", "primary._._._._._._._")]
    [InlineData("args[0]", "primary.x")]
    public void A_pattern_that_can_match_is_left_alone(string exchange, string pattern) =>
        Analyzed.Statements($"Binding.To({exchange}, \"{pattern}\");");

    [Theory]
    [InlineData("primary.#.mozilla.gecko")]
    [InlineData("#.primary.mozilla.*")]
    public void A_hash_that_can_stand_for_no_word_is_an_error(string pattern) =>
        Analyzed.Statements($"Binding.To({Push}, [|\"{pattern}\"|]);", "PULSE204");

    [Theory]
    [InlineData("Binding.To(\"primary.#\", " + TaskDefined + ")")]
    [InlineData("Binding.To(\"#\", \"exchange/build/normalized\")")]
    [InlineData("Binding.To(routingKey: " + TaskDefined + ", exchange: args[0])")]
    public void Exchange_and_pattern_in_each_other_s_place_are_an_error(string call) =>
        Analyzed.Statements($"_ = [|{call}|];", "PULSE203");

    [Theory]
    [InlineData("Binding.To(\"logs\", \"exchange/build\")")]
    [InlineData("Binding.To(args[0], args[1])")]
    [InlineData("Binding.To($\"exchange/{args[0]}/v1/task-defined\", \"primary.x\")")]
    public void What_is_not_known_is_left_alone(string call) => Analyzed.Statements($"_ = {call};");

    [Theory]
    [InlineData("Binding.To(\"exchange/x\", [|\"build*.#\"|])", "PULSE205")]
    [InlineData("QueueEvents.TaskCompleted.Route([|\"index.gecko*\"|])", "PULSE205")]
    [InlineData("QueueEvents.TaskCompleted.Route([|\"route.index.#\"|])", "PULSE206")]
    [InlineData("Binding.ToRoute(new QueueEvents.TaskCompleted(), [|\"route.index.#\"|])", "PULSE206")]
    [InlineData("QueueEvents.TaskCompleted.Route(\"index.gecko.#\")", null)]
    public void Routes_and_patterns_of_unknown_exchanges_are_read_too(string call, string? id) =>
        Analyzed.Statements($"_ = {call};", id is null ? [] : [id]);

    [Fact]
    public void What_AMQP_cannot_hold_is_an_error()
    {
        var text = new string('x', 256);
        Analyzed.Statements($"Binding.To([|\"{text}\"|], \"#\");", "PULSE102");
        Analyzed.Statements($"Binding.To(\"e\", [|\"{text}\"|]);", "PULSE102");
        Analyzed.Statements($"QueueEvents.TaskCompleted.Route([|\"{text[..250]}\"|]);", "PULSE102");
    }

    [Theory]
    [InlineData("Mine(\"exchange/taskcluster-github/v1/push\", [|\"primary.x\"|])", "PULSE202")]
    [InlineData("Mine([|\"exchange/taskcluster-github/v1/pussh\"|], \"primary.x\")", "PULSE201")]
    [InlineData("Many(" + Push + ", \"primary.a.b\", [|\"primary.x\"|])", "PULSE202")]
    [InlineData("Many(" + Push + ", [\"primary.a.b\", [|\"primary.x\"|]])", "PULSE202")]
    [InlineData("Many(patterns: new[] { [|\"primary.x\"|] }, exchange: " + Push + ")", "PULSE202")]
    [InlineData("List(" + Push + ", [\"primary.a.b\", [|\"primary.x\"|]])", "PULSE202")]
    [InlineData("Many([|\"exchange/taskcluster-github/v1/pussh\"|], \"primary.a.b\", \"primary.a.c\")", "PULSE201")]
    [InlineData("new Own(" + Push + ", [|\"primary.x\"|])", "PULSE202")]
    [InlineData("Unmarked(" + Push + ", \"primary.x\")", null)]
    public void Methods_of_users_own_take_part_through_attributes(string call, string? id) =>
        Analyzed.Source(
            $$"""
            sealed class Own([ExchangeName] string exchange, [RoutingPattern] string pattern) { public string Name = exchange + pattern; }
            static class Program
            {
                static object Mine([ExchangeName] string exchange, [RoutingPattern] string pattern) => exchange + pattern;
                static object Many([ExchangeName] string exchange, [RoutingPattern] params string[] patterns) => exchange + patterns;
                static object List([ExchangeName] string exchange, [RoutingPattern] IEnumerable<string> patterns) => exchange + patterns;
                static object Unmarked(string exchange, string pattern) => exchange + pattern;
                static object Main2() => {{call}};
            }
            """,
            id is null ? [] : [id]
        );

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
    public void A_raw_binding_to_an_exchange_with_a_type_says_how_to_write_it(
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
