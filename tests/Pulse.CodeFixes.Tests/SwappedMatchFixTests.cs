namespace Pulse.CodeFixes.Tests;

public class SwappedMatchFixTests
{
    [Theory]
    [InlineData("Matches(\"primary.x\", \"primary.#\")", "Matches(\"primary.#\", \"primary.x\")")]
    [InlineData("Matches(key, \"primary.#\")", "Matches(\"primary.#\", key)")]
    [InlineData("Matches(pattern: key, routingKey: \"#.x\")", "Matches(pattern: \"#.x\", routingKey: key)")]
    public async Task Pattern_and_routing_key_change_places(string wrong, string right) =>
        Assert.Equal(
            Snippet.Program($"var key = Environment.NewLine; _ = RoutingKeyPattern.{right};"),
            await Editor.FixAsync(
                new SwappedMatchFix(),
                Snippet.Program($"var key = Environment.NewLine; _ = RoutingKeyPattern.{wrong};"),
                "PULSE208"
            )
        );
}
