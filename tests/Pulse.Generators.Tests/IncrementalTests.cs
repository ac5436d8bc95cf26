using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Pulse.References;
using Pulse.References.Emitting.Writing;

namespace Pulse.Generators.Tests;

public class IncrementalTests
{
    [Fact]
    public void A_comment_above_the_attribute_emits_nothing_again()
    {
        var run = GeneratorRun.Of(Consumer.QueueEvents, Consumer.Taskcluster);
        var edited = Consumer.Compilation("// A comment.\n" + Consumer.QueueEvents);
        GeneratorRun.AssertNothingNew(run.Driver.RunGenerators(edited).GetRunResult().Results.Single());
    }

    [Fact]
    public void White_space_in_a_schema_emits_nothing_again()
    {
        var run = GeneratorRun.Of(Consumer.QueueEvents, Consumer.Taskcluster);
        var file = Schema("task-status.json");
        var driver = run.Driver.ReplaceAdditionalText(file, new ReferenceText(file.Path, file.Text + "\n\n"));
        GeneratorRun.AssertNothingNew(
            driver.RunGenerators(Consumer.Compilation(Consumer.QueueEvents)).GetRunResult().Results.Single()
        );
    }

    [Fact]
    public void A_schema_that_the_service_does_not_reach_compiles_nothing_again()
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
    public void A_changed_schema_changes_the_code()
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

    [Theory]
    [InlineData("schemas/queue/v1/task-status.json", "queue")]
    [InlineData("schemas/queue/v1/artifact-created-message.json", "queue")]
    [InlineData("schemas/auth/v1/client-message.json", "auth")]
    [InlineData("references/hooks/v1/exchanges.json", "hooks")]
    [InlineData("schemas/github/v1/github-push-message.json", "github")]
    public void A_file_that_changed_compiles_only_the_services_that_reach_it(string path, string service)
    {
        var run = GeneratorRun.Of(Consumer.AllEvents, Consumer.Taskcluster);
        Assert.Empty(run.Reported);
        var file = Consumer.Taskcluster.Single(file => file.Path.EndsWith(path, StringComparison.Ordinal));
        var changed = new ReferenceText(
            file.Path,
            file.Text.Replace("\"description\": \"", "\"description\": \"Changed. ", StringComparison.Ordinal)
        );
        var result = run
            .Driver.ReplaceAdditionalText(file, changed)
            .RunGenerators(run.Input)
            .GetRunResult()
            .Results.Single();

        Assert.Equal(1, Reasons(result, StepNames.Files).Count(reason => reason == IncrementalStepRunReason.Modified));
        var reasons = result
            .TrackedSteps[StepNames.Compiled]
            .SelectMany(step => step.Outputs)
            .ToDictionary(
                output => (((TargetClass Class, CompiledService))output.Value).Class.Name,
                output => output.Reason
            );
        Assert.Equal(6, reasons.Count);
        Assert.All(
            Consumer.AllServices,
            other =>
                Assert.Equal(
                    other.Key == service ? IncrementalStepRunReason.Modified : IncrementalStepRunReason.Cached,
                    reasons[other.Value]
                )
        );
        // What is emitted for the others is the very text that was there.
        var before = run.Result.GeneratedSources.ToDictionary(source => source.HintName, source => source.SourceText);
        Assert.All(
            result.GeneratedSources.Where(source =>
                !source.HintName.StartsWith(Consumer.AllServices[service] + ".", StringComparison.Ordinal)
            ),
            source => Assert.Same(before[source.HintName], source.SourceText)
        );
    }

    [Fact]
    public void White_space_in_any_file_emits_nothing_again()
    {
        var run = GeneratorRun.Of(Consumer.AllEvents, Consumer.Taskcluster);
        var driver = run.Driver;
        foreach (var file in Consumer.Taskcluster)
            driver = driver.ReplaceAdditionalText(
                file,
                new ReferenceText(file.Path, "\n  " + file.Text.Replace("\n", "\r\n ", StringComparison.Ordinal))
            );
        var result = driver.RunGenerators(run.Input).GetRunResult().Results.Single();
        GeneratorRun.AssertNothingNew(result);
        Assert.All(
            Reasons(result, StepNames.Compiled),
            reason => Assert.Equal(IncrementalStepRunReason.Unchanged, reason)
        );
    }

    [Fact]
    public void An_unrelated_edit_scans_and_compiles_nothing_again()
    {
        var run = GeneratorRun.Of(Consumer.AllEvents, Consumer.Taskcluster);
        var edited = run.Input.AddSyntaxTrees(
            CSharpSyntaxTree.ParseText("class Unrelated;", Consumer.Parsing(LanguageVersion.CSharp12))
        );
        var result = run.Driver.RunGenerators(edited).GetRunResult().Results.Single();
        string[] stages = [StepNames.Files, StepNames.Index, StepNames.ServiceDocuments, StepNames.Compiled];
        Assert.All(
            stages.SelectMany(stage => Reasons(result, stage)),
            reason => Assert.Equal(IncrementalStepRunReason.Cached, reason)
        );
    }

    [Fact]
    public void No_model_holds_a_symbol_a_tree_or_a_compilation()
    {
        // All services, and one of each kind of mistake, so that there are diagnostics too.
        var run = GeneratorRun.Of(
            Consumer.AllEvents
                + "[Pulse.PulseExchanges(\"unknown\")] partial class A; [Pulse.PulseExchanges(\"queue\")] class B;",
            [
                .. Consumer.Taskcluster,
                new ReferenceText("broken.json", "{"),
                new ReferenceText("twice.json", "{ \"$id\": \"/schemas/queue/v1/task-status.json\" }"),
            ]
        );
        var stages = typeof(StepNames).GetFields().Select(field => (string)field.GetValue(null)!).ToList();
        Assert.Equal(
            stages.Order(StringComparer.Ordinal),
            run.Result.TrackedSteps.Keys.Where(IsOurs).Order(StringComparer.Ordinal)
        );

        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        foreach (
            var output in stages.SelectMany(stage => run.Result.TrackedSteps[stage]).SelectMany(step => step.Outputs)
        )
            Walk(output.Value, seen);
        Assert.True(seen.Count > 1500, $"{seen.Count} objects"); // It went deep.

        static bool IsOurs(string step) => step.StartsWith("Pulse.", StringComparison.Ordinal);
    }

    /// <summary>Names of cultures, of which a machine has all or, without data on cultures, none.</summary>
    public static TheoryData<string> Cultures =>
        [
            "",
            .. new[]
            {
                "tr-TR",
                "sv-SE",
                "az-Latn-AZ",
                "lt-LT",
                "de-DE",
                "fr-CH",
                "ar-SA",
                "fa-IR",
                "th-TH",
                "he-IL",
                "hi-IN",
                "ja-JP",
                "cs-CZ",
            }.Intersect(CultureInfo.GetCultures(CultureTypes.AllCultures).Select(culture => culture.Name)),
        ];

    [Theory]
    [MemberData(nameof(Cultures))]
    public void The_same_input_gives_the_same_code_in_any_culture(string name)
    {
        var expected = Emitted(Consumer.Taskcluster);
        var current = CultureInfo.CurrentCulture;
        try
        {
            var culture = (CultureInfo)CultureInfo.GetCultureInfo(name).Clone();
            if (name.Length == 0) // One that no country has.
            {
                culture.NumberFormat.NegativeSign = "minus";
                culture.NumberFormat.NumberDecimalSeparator = ",";
            }

            CultureInfo.CurrentCulture = culture;
            CultureInfo.CurrentUICulture = culture;
            Assert.Equal(expected, Emitted(Consumer.Taskcluster));
        }
        finally
        {
            CultureInfo.CurrentCulture = current;
            CultureInfo.CurrentUICulture = current;
        }
    }

    [Fact]
    public void The_same_input_gives_the_same_code_in_any_order_of_files()
    {
        // Two documents with one id too: which of them counts must not depend on the order.
        ReferenceText[] files =
        [
            .. Consumer.Taskcluster,
            new(
                "copy.json",
                Schema("task-status.json").Text.Replace("retriesLeft", "triesLeft", StringComparison.Ordinal)
            ),
        ];
        var expected = Emitted(files);
        for (var seed = 0; seed < 5; seed++)
        {
            new Random(seed).Shuffle(files);
            Assert.Equal(expected, Emitted(files));
        }
    }

    private static string[] Emitted(IReadOnlyList<ReferenceText> files)
    {
        var result = GeneratorRun.Of(Consumer.AllEvents, files).Result;
        return
        [
            .. result.GeneratedSources.Select(source => source.HintName + source.SourceText),
            .. result.Diagnostics.Select(diagnostic => diagnostic.ToString()).Order(StringComparer.Ordinal),
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
