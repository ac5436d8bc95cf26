using System.Globalization;

namespace Pulse.Generators.Tests.Analysis.Checks;

// What is and is not reported, in many forms: MistakesTests and RightUsagesTests.
public class UnknownTextCheckTests
{
    private const string State = "var state = QueueEvents.TaskStatusState.Running;";

    [Theory]
    [InlineData("state.Text == [|\"Completed\"|]", "completed")]
    [InlineData("state != [|\"exeption\"|]", "exception")]
    [InlineData("state.Text is \"failed\" or [|\"Pending\"|]", "pending")]
    [InlineData("string.Equals([|\"un-scheduled\"|], state.Text, StringComparison.OrdinalIgnoreCase)", "unscheduled")]
    public void The_warning_suggests_the_known_value(string condition, string known)
    {
        var warning = Assert.Single(Analyzed.Statements($"{State} _ = {condition};", "PULSE106"));
        Assert.Contains(
            $"'TaskStatusState' has no value",
            warning.GetMessage(CultureInfo.InvariantCulture),
            StringComparison.Ordinal
        );
        Assert.EndsWith(
            $"did you mean '{known}'?",
            warning.GetMessage(CultureInfo.InvariantCulture),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_type_of_the_same_form_that_is_not_generated_is_not_reported() =>
        Analyzed.Source(
            """
            struct State { public string Text => ""; public static class Texts { public const string Done = "done"; } }
            static class Program { static bool Is(State state) => state.Text == "Done"; }
            """
        );
}
