namespace Pulse.CodeFixes.Tests;

public class NotPartialFixTests
{
    [Theory]
    [InlineData("static class C;", "static partial class C;")]
    [InlineData("public static class C { }", "public static partial class C { }")]
    [InlineData("class C;", "partial class C;")]
    public async Task A_class_with_PulseExchanges_is_made_partial(string wrong, string right) =>
        Assert.Equal(
            $"namespace N\n{{\n    // It.\n    [Pulse.PulseExchanges(\"queue/v1\")]\n    {right}\n}}",
            await Editor.FixAsync(
                new NotPartialFix(),
                $"namespace N\n{{\n    // It.\n    [Pulse.PulseExchanges(\"queue/v1\")]\n    {wrong}\n}}",
                "PULSE001"
            )
        );

    [Fact]
    public async Task The_types_around_a_class_with_PulseExchanges_are_made_partial_too() =>
        Assert.Equal(
            "partial class Outer { [Pulse.PulseExchanges(\"queue/v1\")] static partial class C; }",
            await Editor.FixAsync(
                new NotPartialFix(),
                "class Outer { [Pulse.PulseExchanges(\"queue/v1\")] static class C; }",
                "PULSE001"
            )
        );

    [Theory]
    [InlineData("[Pulse.PulseExchanges(\"queue/v1\")] class C<T>;")]
    [InlineData("[Pulse.PulseExchanges(\"queue/v1\")] record C;")]
    [InlineData("[Pulse.PulseExchanges(\"queue/v1\")] file class C;")]
    public async Task A_class_that_needs_more_than_partial_is_left_alone(string source) =>
        Assert.Empty(await Editor.OfferedAsync(new NotPartialFix(), source, "PULSE001"));
}
