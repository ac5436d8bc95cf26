namespace Pulse.CodeFixes.Tests;

public class MisspeltExchangeFixTests
{
    private const string TaskDefined = "\"exchange/taskcluster-queue/v1/task-defined\"";

    [Fact]
    public async Task A_misspelt_exchange_is_corrected() =>
        Assert.Equal(
            Snippet.Program($"_ = Binding.To({TaskDefined}, \"#\"); _ = Binding.To({TaskDefined}, \"#\");"),
            await Editor.FixAllAsync(
                new MisspeltExchangeFix(),
                Snippet.Program(
                    "_ = Binding.To(\"exchange/taskcluster-queue/v1/task-defned\", \"#\"); _ = Binding.To(\"exchange/taskcluster-queue/v1/taskDefined\", \"#\");"
                ),
                "PULSE201"
            )
        );

    [Fact]
    public async Task A_misspelt_exchange_in_a_comparison_is_corrected() =>
        Assert.Equal(
            Snippet.Program($"_ = new Delivery().Exchange is {TaskDefined};"),
            await Editor.FixAsync(
                new MisspeltExchangeFix(),
                Snippet.Program("_ = new Delivery().Exchange is \"exchange/taskcluster-queue/v1/task-define\";"),
                "PULSE201"
            )
        );

    [Fact]
    public async Task A_misspelt_constant_is_left_to_the_user() =>
        Assert.Empty(
            await Editor.OfferedAsync(
                new MisspeltExchangeFix(),
                Snippet.Program(
                    "const string Name = \"exchange/taskcluster-queue/v1/task-defned\"; _ = Binding.To(Name, \"#\");"
                ),
                "PULSE201"
            )
        );
}
