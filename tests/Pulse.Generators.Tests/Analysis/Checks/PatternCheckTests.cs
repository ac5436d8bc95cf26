using System.Globalization;

namespace Pulse.Generators.Tests.Analysis.Checks;

public class PatternCheckTests
{
    private const string TaskDefined = "\"exchange/taskcluster-queue/v1/task-defined\"";
    private const string Push = "\"exchange/taskcluster-github/v1/push\"";

    [Theory]
    [InlineData(TaskDefined, "primary.*.gaia", "it has 3 words, but the key has at least 10 words")]
    [InlineData(TaskDefined, "primary.*.*.*.*.*.*.*.*", "it has 9 words, but the key has at least 10 words")]
    [InlineData(TaskDefined, "", "it has 0 words")]
    [InlineData(TaskDefined, "secondary.#", "the key's routingKeyKind is always 'primary'")]
    [InlineData(TaskDefined, "primary.gaia*.#", "the '*' in 'gaia*' is not a wildcard")]
    [InlineData(TaskDefined, "primary..#", "an empty word")]
    [InlineData(Push, "primary.mozilla.gecko.extra", "it has 4 words, but the key has 3 words")]
    [InlineData(Push, "primary.mozilla.*.*.#", "it has at least 4 words, but the key has 3 words")]
    [InlineData(Push, "#.primary.*.*.*", "it has at least 4 words, but the key has 3 words")]
    [InlineData(Push, "mozilla.#", "organization")]
    [InlineData(Push, "#.mozilla.*.gecko", "the key's routingKeyKind is always 'primary'")]
    public void A_pattern_that_can_never_match_is_an_error(string exchange, string pattern, string reason)
    {
        var error = Assert.Single(Analyzed.Statements($"Binding.To({exchange}, [|\"{pattern}\"|]);", "PULSE202"));
        Assert.Contains(reason, error.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Fact]
    public void The_error_compares_the_pattern_with_the_fields()
    {
        var error = Assert.Single(
            Analyzed.Statements($"Binding.To({Push}, \"secondary.mozilla.gecko.x\");", "PULSE202")
        );
        Assert.Equal(
            "'secondary.mozilla.gecko.x' matches no routing key of 'exchange/taskcluster-github/v1/push': it has 4 words, but the key has 3 words; field by field: "
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
    public void A_pattern_that_can_match_is_not_reported(string exchange, string pattern) =>
        Analyzed.Statements($"Binding.To({exchange}, \"{pattern}\");");

    [Theory]
    [InlineData("primary.#.mozilla.gecko")]
    [InlineData("#.primary.mozilla.*")]
    public void A_hash_that_stands_for_no_word_is_a_hint(string pattern) =>
        Analyzed.Statements($"Binding.To({Push}, [|\"{pattern}\"|]);", "PULSE204");

    [Theory]
    [InlineData("Binding.To(\"exchange/x\", [|\"build*.#\"|])", "PULSE205")]
    [InlineData("QueueEvents.TaskCompleted.Route([|\"index.gecko*\"|])", "PULSE205")]
    [InlineData("QueueEvents.TaskCompleted.Route([|\"route.index.#\"|])", "PULSE206")]
    [InlineData("Binding.ToRoute(new QueueEvents.TaskCompleted(), [|\"route.index.#\"|])", "PULSE206")]
    [InlineData("QueueEvents.TaskCompleted.Route(\"index.gecko.#\")", null)]
    public void Routes_and_patterns_of_unknown_exchanges_are_checked_too(string call, string? id) =>
        Analyzed.Statements($"_ = {call};", id is null ? [] : [id]);

    [Fact]
    public void An_exchange_or_a_pattern_over_255_bytes_is_an_error()
    {
        var text = new string('x', 256);
        Analyzed.Statements($"Binding.To([|\"{text}\"|], \"#\");", "PULSE102");
        Analyzed.Statements($"Binding.To(\"e\", [|\"{text}\"|]);", "PULSE102");
        Analyzed.Statements($"QueueEvents.TaskCompleted.Route([|\"{text[..250]}\"|]);", "PULSE102");
    }
}
