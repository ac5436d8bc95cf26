using Microsoft.CodeAnalysis;

namespace Pulse.Generators.Tests;

public class IncrementalTests
{
    [Fact]
    public void A_comment_above_the_attribute_emits_nothing_anew()
    {
        var run = GeneratorRun.Of(Consumer.QueueEvents, Consumer.Taskcluster);
        var edited = Consumer.Compilation("// A comment.\n" + Consumer.QueueEvents);
        GeneratorRun.AssertNothingNew(run.Driver.RunGenerators(edited).GetRunResult().Results.Single());
    }

    [Fact]
    public void White_space_in_a_schema_emits_nothing_anew()
    {
        var run = GeneratorRun.Of(Consumer.QueueEvents, Consumer.Taskcluster);
        var file = Schema("task-status.json");
        var driver = run.Driver.ReplaceAdditionalText(file, new ReferenceText(file.Path, file.Text + "\n\n"));
        GeneratorRun.AssertNothingNew(driver.RunGenerators(Consumer.Compilation(Consumer.QueueEvents)).GetRunResult().Results.Single());
    }

    [Fact]
    public void A_schema_that_the_service_does_not_reach_compiles_nothing_anew()
    {
        var other = new ReferenceText("other.json", "{ \"$id\": \"/schemas/other/v1/other.json#\" }");
        var run = GeneratorRun.Of(Consumer.QueueEvents, [.. Consumer.Taskcluster, other]);
        var driver = run.Driver.ReplaceAdditionalText(other, new ReferenceText("other.json", "{ \"$id\": \"/schemas/other/v1/new.json#\" }"));
        var result = driver.RunGenerators(Consumer.Compilation(Consumer.QueueEvents)).GetRunResult().Results.Single();
        Assert.All(Reasons(result, StepNames.Compiled), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    [Fact]
    public void A_schema_that_changed_shows_in_the_code()
    {
        var run = GeneratorRun.Of(Consumer.QueueEvents, Consumer.Taskcluster);
        var file = Schema("task-status.json");
        var driver = run.Driver.ReplaceAdditionalText(file, new ReferenceText(file.Path, file.Text.Replace("\"retriesLeft\"", "\"retriesLeftOver\"", StringComparison.Ordinal)));
        var result = driver.RunGenerators(Consumer.Compilation(Consumer.QueueEvents)).GetRunResult().Results.Single();
        Assert.Contains("RetriesLeftOver", result.GeneratedSources.Single(source => source.HintName == "Sample.QueueEvents.TaskStatus.g.cs").SourceText.ToString(), StringComparison.Ordinal);
        Assert.Equal([IncrementalStepRunReason.Modified], Reasons(result, StepNames.Compiled));
    }

    private static ReferenceText Schema(string name) =>
        Consumer.Taskcluster.Single(file => file.Path.EndsWith("/" + name, StringComparison.Ordinal));

    private static IEnumerable<IncrementalStepRunReason> Reasons(GeneratorRunResult result, string step) =>
        result.TrackedSteps[step].SelectMany(run => run.Outputs).Select(output => output.Reason);
}
