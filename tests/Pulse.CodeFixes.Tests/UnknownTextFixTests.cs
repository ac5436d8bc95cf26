namespace Pulse.CodeFixes.Tests;

public class UnknownTextFixTests
{
    private const string State = "var state = QueueEvents.TaskStatusState.Running;";

    [Theory]
    [InlineData("_ = state.Text == \"Completed\";", "_ = state.Text == \"completed\";")]
    [InlineData("_ = state == \"complted\";", "_ = state == \"completed\";")]
    [InlineData("_ = state.Text is \"pending\" or \"Failed\";", "_ = state.Text is \"pending\" or \"failed\";")]
    [InlineData("switch (state.Text) { case \"Failed\": break; }", "switch (state.Text) { case \"failed\": break; }")]
    [InlineData("_ = string.Equals(state.Text, \"faild\");", "_ = string.Equals(state.Text, \"failed\");")]
    [InlineData(
        "_ = state == new QueueEvents.TaskStatusState(\"Failed\");",
        "_ = state == new QueueEvents.TaskStatusState(\"failed\");"
    )]
    public async Task A_misspelt_value_is_corrected(string wrong, string right) =>
        Assert.Equal(
            Snippet.Program(State + right),
            await Editor.FixAsync(new UnknownTextFix(), Snippet.Program(State + wrong), "PULSE106")
        );

    [Fact]
    public async Task A_misspelt_constant_is_left_to_the_user() =>
        Assert.Empty(
            await Editor.OfferedAsync(
                new UnknownTextFix(),
                Snippet.Program($"{State} const string Done = \"Completed\"; _ = state.Text == Done;"),
                "PULSE106"
            )
        );
}
