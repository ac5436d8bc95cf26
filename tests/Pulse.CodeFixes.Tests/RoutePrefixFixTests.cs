namespace Pulse.CodeFixes.Tests;

public class RoutePrefixFixTests
{
    [Fact]
    public async Task A_route_loses_its_second_prefix() =>
        Assert.Equal(
            Snippet.Program("_ = QueueEvents.TaskCompleted.Route(\"index.#\");"),
            await Editor.FixAsync(
                new RoutePrefixFix(),
                Snippet.Program("_ = QueueEvents.TaskCompleted.Route(\"route.index.#\");"),
                "PULSE206"
            )
        );
}
