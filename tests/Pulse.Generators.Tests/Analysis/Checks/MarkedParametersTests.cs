namespace Pulse.Generators.Tests.Analysis.Checks;

public class MarkedParametersTests
{
    private const string Push = "\"exchange/taskcluster-github/v1/push\"";

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
    [InlineData("Publish(" + Push + ", [|\"primary.x\"|])", "PULSE202")]
    [InlineData("Publish(" + Push + ", [|\"primary.mozilla.*\"|])", "PULSE105")]
    [InlineData("Publish(\"any\", [|\"#\"|])", "PULSE105")]
    [InlineData("Publish([|\"exchange/taskcluster-github/v1/pussh\"|], \"primary.a.b\")", "PULSE201")]
    [InlineData("Publish(" + Push + ", \"primary.mozilla.gecko\")", null)]
    [InlineData("Publish(" + Push + ", \"route.x\")", null)]
    [InlineData("Publish(\"\", \"queue/alice/a\")", null)]
    [InlineData("Publish(\"any\", \"a*b\")", null)]
    [InlineData("publisher.PublishAsync(" + Push + ", [|\"primary.x\"|], new byte[0])", "PULSE202")]
    [InlineData("publisher.PublishAsync(" + Push + ", [|\"primary.x\"|], default(JsonElement))", "PULSE202")]
    public void Methods_of_users_are_checked_by_the_attributes_of_their_parameters(string call, string? id) =>
        Analyzed.Source(
            $$"""
            sealed class Own([ExchangeName] string exchange, [RoutingPattern] string pattern) { public string Name = exchange + pattern; }
            static class Program
            {
                static object Mine([ExchangeName] string exchange, [RoutingPattern] string pattern) => exchange + pattern;
                static object Many([ExchangeName] string exchange, [RoutingPattern] params string[] patterns) => exchange + patterns;
                static object List([ExchangeName] string exchange, [RoutingPattern] IEnumerable<string> patterns) => exchange + patterns;
                static object Unmarked(string exchange, string pattern) => exchange + pattern;
                static object Publish([ExchangeName] string exchange, [RoutingKey] string key) => exchange + key;
                static object Main2(PulsePublisher publisher) => {{call}};
            }
            """,
            id is null ? [] : [id]
        );
}
