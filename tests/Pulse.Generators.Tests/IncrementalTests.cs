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
        GeneratorRun.AssertNothingNew(
            driver.RunGenerators(Consumer.Compilation(Consumer.QueueEvents)).GetRunResult().Results.Single()
        );
    }

    [Fact]
    public void A_schema_that_the_service_does_not_reach_compiles_nothing_anew()
    {
        var other = new ReferenceText("other.json", "{ \"$id\": \"/schemas/other/v1/other.json#\" }");
        var run = GeneratorRun.Of(Consumer.QueueEvents, [.. Consumer.Taskcluster, other]);
        var driver = run.Driver.ReplaceAdditionalText(
            other,
            new ReferenceText("other.json", "{ \"$id\": \"/schemas/other/v1/new.json#\" }")
        );
        var result = driver.RunGenerators(Consumer.Compilation(Consumer.QueueEvents)).GetRunResult().Results.Single();
        Assert.All(
            Reasons(result, StepNames.Compiled),
            reason => Assert.Equal(IncrementalStepRunReason.Cached, reason)
        );
    }

    [Fact]
    public void A_schema_that_changed_shows_in_the_code()
    {
        var run = GeneratorRun.Of(Consumer.QueueEvents, Consumer.Taskcluster);
        var file = Schema("task-status.json");
        var driver = run.Driver.ReplaceAdditionalText(
            file,
            new ReferenceText(
                file.Path,
                file.Text.Replace("\"retriesLeft\"", "\"retriesLeftOver\"", StringComparison.Ordinal)
            )
        );
        var result = driver.RunGenerators(Consumer.Compilation(Consumer.QueueEvents)).GetRunResult().Results.Single();
        Assert.Contains(
            "RetriesLeftOver",
            result
                .GeneratedSources.Single(source => source.HintName == "Sample.QueueEvents.TaskStatus.g.cs")
                .SourceText.ToString(),
            StringComparison.Ordinal
        );
        Assert.Equal([IncrementalStepRunReason.Modified], Reasons(result, StepNames.Compiled));
    }

    [Fact]
    public void No_model_holds_a_symbol_a_tree_or_a_compilation()
    {
        var run = GeneratorRun.Of(Consumer.QueueEvents, Consumer.Taskcluster);
        string[] stages =
        [
            StepNames.Files,
            StepNames.Targets,
            StepNames.ServiceDocuments,
            StepNames.Compiled,
            StepNames.Specs,
        ];
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        foreach (
            var output in stages.SelectMany(stage => run.Result.TrackedSteps[stage]).SelectMany(step => step.Outputs)
        )
            Walk(output.Value, seen);
        Assert.True(seen.Count > 500, $"{seen.Count} objects"); // It went deep.
    }

    [Fact]
    public void The_same_input_gives_the_same_text_on_any_culture()
    {
        var expected = Emitted();
        var culture = System.Globalization.CultureInfo.CurrentCulture;
        try
        {
            // A culture that writes numbers and compares texts in a way of its own, as Turkish or Persian do.
            var odd = (System.Globalization.CultureInfo)System.Globalization.CultureInfo.InvariantCulture.Clone();
            odd.NumberFormat.NegativeSign = "minus";
            odd.NumberFormat.NumberDecimalSeparator = ",";
            System.Globalization.CultureInfo.CurrentCulture = odd;
            Assert.Equal(expected, Emitted());
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = culture;
        }

        static string[] Emitted() =>
            [
                .. GeneratorRun
                    .Of(Consumer.QueueEvents, Consumer.Taskcluster)
                    .Result.GeneratedSources.Select(source => source.HintName + source.SourceText),
            ];
    }

    private static void Walk(object? value, HashSet<object> seen)
    {
        if (value is null or string || value.GetType().IsPrimitive || value.GetType().IsEnum || !seen.Add(value))
            return;
        Assert.False(
            value is ISymbol or SyntaxNode or SyntaxTree or Compilation or SemanticModel or Location,
            value.GetType().ToString()
        );
        if (value is System.Collections.IEnumerable items)
        {
            foreach (var item in items)
                Walk(item, seen);
        }

        for (var type = value.GetType(); type is not null && type != typeof(object); type = type.BaseType)
        {
            foreach (
                var field in type.GetFields(
                    System.Reflection.BindingFlags.Instance
                        | System.Reflection.BindingFlags.Public
                        | System.Reflection.BindingFlags.NonPublic
                        | System.Reflection.BindingFlags.DeclaredOnly
                )
            )
                Walk(field.GetValue(value), seen);
        }
    }

    private static ReferenceText Schema(string name) =>
        Consumer.Taskcluster.Single(file => file.Path.EndsWith("/" + name, StringComparison.Ordinal));

    private static IEnumerable<IncrementalStepRunReason> Reasons(GeneratorRunResult result, string step) =>
        result.TrackedSteps[step].SelectMany(run => run.Outputs).Select(output => output.Reason);
}
