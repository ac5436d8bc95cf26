using Microsoft.CodeAnalysis.CSharp;

namespace Pulse.Generators.Tests.Emitting;

public class CompilingTests
{
    [Theory]
    [InlineData("net8.0", LanguageVersion.CSharp12)]
    [InlineData("net8.0", LanguageVersion.CSharp13)]
    [InlineData("net8.0", LanguageVersion.CSharp14)]
    [InlineData("net10.0", LanguageVersion.CSharp12)]
    [InlineData("net10.0", LanguageVersion.CSharp13)]
    [InlineData("net10.0", LanguageVersion.CSharp14)]
    public void The_queue_service_compiles_without_a_warning(string framework, LanguageVersion version)
    {
        var run = GeneratorRun.Of(Consumer.QueueEvents, Consumer.Taskcluster, version, framework);
        Assert.Empty(run.Reported);
        Assert.Empty(run.Errors);
        Assert.Equal(47, run.Result.GeneratedSources.Length);
    }

    [Theory]
    [InlineData("[Pulse.PulseExchanges(\"queue\")] public static partial class C;", "global")]
    [InlineData("namespace A.B { [Pulse.PulseExchanges(\"queue\")] internal static partial class C; }", "internal")]
    [InlineData(
        "namespace A; internal partial struct S { partial interface I { partial record R { partial record struct T { [Pulse.PulseExchanges(\"queue\")] private static partial class C; } } } }",
        "nested and private"
    )]
    [InlineData(
        "namespace @event; internal static partial class @class { [Pulse.PulseExchanges(\"queue\")] public static partial class @return; }",
        "keywords"
    )]
    [InlineData(
        "namespace Pulse.Sample { internal class Pulse; internal class Exception; internal class String; internal class Utf8JsonReader; [global::Pulse.PulseExchanges(\"queue\")] internal static partial class System; }",
        "names in the way"
    )]
    public void The_class_may_be_declared_anywhere(string source, string where)
    {
        Assert.NotEmpty(where);
        var run = GeneratorRun.Of(source, Consumer.Taskcluster);
        Assert.Empty(run.Reported);
        Assert.DoesNotContain(run.Errors, error => error.Id is not ("CS1591" or "CS0436"));
    }

    [Fact]
    public void Two_classes_for_one_service_are_independent()
    {
        var run = GeneratorRun.Of(
            """
            [Pulse.PulseExchanges("queue")] internal static partial class A;
            [Pulse.PulseExchanges("queue/v1")] internal static partial class B;
            """,
            Consumer.Taskcluster
        );
        Assert.Empty(run.Reported);
        Assert.Empty(run.Errors);
    }

    [Fact]
    public void Two_classes_may_differ_in_letter_case_only()
    {
        var run = GeneratorRun.Of(
            """
            [Pulse.PulseExchanges("queue")] internal static partial class QueueEvents;
            [Pulse.PulseExchanges("notify")] internal static partial class queueEvents;
            [Pulse.PulseExchanges("hooks")] internal static partial class HooksEvents;
            """,
            Consumer.Taskcluster
        );
        Assert.Empty(run.Reported);
        Assert.Empty(run.Errors);
        Assert.NotEmpty(run.Source("HooksEvents.PulseBindings.g.cs")); // The others' files only have longer names.
    }

    [Fact]
    public void A_class_in_another_one_may_have_a_generated_types_name()
    {
        var run = GeneratorRun.Of(
            """
            [Pulse.PulseExchanges("queue")] internal static partial class Events
            {
                [Pulse.PulseExchanges("queue")] internal static partial class TaskStatus;
            }
            """,
            Consumer.Taskcluster
        );
        // Which of the two to rename only the user can say.
        Assert.Contains(run.Errors, error => error.Id is "CS0101" or "CS0102" or "CS0261");
    }

    [Theory]
    [InlineData("\\u0041bc", "Abc")]
    [InlineData("\\u0069f", "if")]
    [InlineData("@record", "record")]
    public void A_class_may_be_written_with_escapes(string written, string name)
    {
        var run = GeneratorRun.Of(
            $"[Pulse.PulseExchanges(\"notify\")] internal static partial class {written};",
            Consumer.Taskcluster
        );
        Assert.Empty(run.Reported);
        Assert.Empty(run.Errors);
        Assert.NotEmpty(run.Source($"{name}.PulseBindings.g.cs"));
    }

    [Fact]
    public void The_attribute_on_two_parts_of_a_class_generates_once()
    {
        const string part = "[Pulse.PulseExchanges(\"notify\")] internal static partial class Events;";
        var run = GeneratorRun.Of([part, part], Consumer.Taskcluster);
        Assert.Empty(run.Reported);
        Assert.Equal("CS0579", Assert.Single(run.Errors).Id); // Once is enough, says the compiler.
    }

    [Fact]
    public void The_exchange_prefix_can_be_another_deployment_s()
    {
        var run = GeneratorRun.Of(
            "[Pulse.PulseExchanges(\"queue\", ExchangePrefix = \"exchange/staging/v1/\")] internal static partial class C;",
            Consumer.Taskcluster
        );
        Assert.Empty(run.Reported);
        Assert.Contains(
            "ExchangeName => \"exchange/staging/v1/task-defined\";",
            run.Source("C.TaskDefined.g.cs"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Emitted_code_has_unix_line_ends_only()
    {
        var run = GeneratorRun.Of(Consumer.QueueEvents, Consumer.Taskcluster);
        Assert.All(
            run.Result.GeneratedSources,
            source => Assert.DoesNotContain("\r", source.SourceText.ToString(), StringComparison.Ordinal)
        );
    }
}
