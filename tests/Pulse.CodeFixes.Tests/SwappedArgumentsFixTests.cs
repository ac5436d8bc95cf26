namespace Pulse.CodeFixes.Tests;

public class SwappedArgumentsFixTests
{
    private const string TaskDefined = "\"exchange/taskcluster-queue/v1/task-defined\"";

    [Theory]
    [InlineData($"Binding.To(\"#\", {TaskDefined})", $"Binding.To({TaskDefined}, \"#\")")]
    [InlineData(
        $"Binding.To(exchange: \"#\", routingKey: {TaskDefined})",
        $"Binding.To(exchange: {TaskDefined}, routingKey: \"#\")"
    )]
    public async Task Swapped_arguments_change_places(string wrong, string right) =>
        Assert.Equal(
            Snippet.Program($"_ = {right};"),
            await Editor.FixAsync(new SwappedArgumentsFix(), Snippet.Program($"_ = {wrong};"), "PULSE203")
        );

    [Theory]
    [InlineData($"Many(\"primary.#\", [{TaskDefined}])")]
    [InlineData($"Many(\"primary.#\", new[] {{ {TaskDefined} }})")]
    [InlineData($"Many(\"primary.#\", {TaskDefined}, \"#\")")]
    public async Task Several_patterns_do_not_change_places_with_an_exchange(string wrong) =>
        Assert.Empty(
            await Editor.OfferedAsync(new SwappedArgumentsFix(), Snippet.Program($"_ = {wrong};"), "PULSE203")
        );
}
