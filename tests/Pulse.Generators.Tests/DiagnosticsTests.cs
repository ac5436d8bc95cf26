using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Pulse.Generators.Tests;

public class DiagnosticsTests
{
    [Theory]
    [InlineData("[Pulse.PulseExchanges(\"queue\")] static class C;", "it is not partial; add 'partial'")]
    [InlineData(
        "class Outer { [Pulse.PulseExchanges(\"queue\")] static partial class C; }",
        "its containing type 'Outer' is not partial; add 'partial'"
    )]
    [InlineData(
        "partial class Outer<T> { [Pulse.PulseExchanges(\"queue\")] static partial class C; }",
        "its containing type 'Outer' is generic; remove the type parameters"
    )]
    [InlineData("[Pulse.PulseExchanges(\"queue\")] partial class C<T>;", "it is generic; remove the type parameters")]
    [InlineData(
        "[Pulse.PulseExchanges(\"queue\")] partial record C;",
        "it is a record; declare it 'static partial class'"
    )]
    [InlineData(
        "[Pulse.PulseExchanges(\"queue\")] file static partial class C;",
        "it is local to its file; remove 'file'"
    )]
    public void A_class_that_cannot_be_filled_is_an_error_at_the_attribute(string source, string reason)
    {
        var error = Assert.Single(GeneratorRun.Of(source, Consumer.Taskcluster).Reported);
        Assert.Equal("PULSE001", error.Id);
        Assert.Equal($"Bindings cannot be generated into 'C': {reason}", error.GetMessage(null));
        AssertAtAttribute(error, source);
    }

    [Theory]
    [InlineData(LanguageVersion.CSharp7_3, "7.3")]
    [InlineData(LanguageVersion.CSharp10, "10.0")]
    [InlineData(LanguageVersion.CSharp11, "11.0")]
    public void An_older_version_of_the_language_is_one_error_that_says_which_one_it_takes(
        LanguageVersion version,
        string name
    )
    {
        const string source = "[Pulse.PulseExchanges(\"queue/v1\")] static partial class C { }";
        var run = GeneratorRun.Of(source, Consumer.Taskcluster, version);
        var error = Assert.Single(run.Reported);
        Assert.Equal("PULSE001", error.Id);
        Assert.Contains(
            $"as C# {name}, and the generated code needs C# 12",
            error.GetMessage(null),
            StringComparison.Ordinal
        );
        Assert.Empty(run.Result.GeneratedSources);
    }

    [Fact]
    public void No_reference_at_all_is_an_error_at_the_attribute()
    {
        var error = Assert.Single(GeneratorRun.Of(Consumer.QueueEvents, []).Reported);
        Assert.Equal("PULSE002", error.Id);
        Assert.Contains("<PulseReference Include=", error.GetMessage(null), StringComparison.Ordinal);
        AssertAtAttribute(error, Consumer.QueueEvents);
    }

    [Fact]
    public void A_service_that_no_reference_describes_is_an_error_at_the_attribute()
    {
        const string source = "[Pulse.PulseExchanges(\"quue/v1\")] static partial class C;";
        var error = Assert.Single(GeneratorRun.Of(source, Consumer.Taskcluster).Reported);
        Assert.Equal("PULSE003", error.Id);
        Assert.Equal(
            "No PulseReference file describes the service 'quue/v1'; did you mean 'queue/v1'?",
            error.GetMessage(null)
        );
        AssertAtAttribute(error, source);
    }

    [Fact]
    public void A_service_that_is_null_is_an_error_at_the_attribute() =>
        Assert.Equal(
            "PULSE003",
            Assert
                .Single(
                    GeneratorRun
                        .Of("[Pulse.PulseExchanges(null!)] static partial class C;", Consumer.Taskcluster)
                        .Reported
                )
                .Id
        );

    [Fact]
    public void Two_files_of_one_service_are_an_error_that_names_them()
    {
        var reference = Consumer.Taskcluster.Single(file =>
            file.Path.Contains("references/queue", StringComparison.Ordinal)
        );
        var error = Assert.Single(
            GeneratorRun
                .Of(Consumer.QueueEvents, [.. Consumer.Taskcluster, new ReferenceText("copy.json", reference.Text)])
                .Reported
        );
        Assert.Equal("PULSE004", error.Id);
        Assert.Contains("copy.json", error.GetMessage(null), StringComparison.Ordinal);
    }

    [Fact]
    public void Files_without_a_reference_are_an_error_at_the_attribute()
    {
        var error = Assert.Single(GeneratorRun.Of(Consumer.QueueEvents, [new ReferenceText("a.json", "{}")]).Reported);
        Assert.Equal("PULSE003", error.Id);
        Assert.Contains("none of the files is an exchange reference", error.GetMessage(null), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_different_schemas_with_one_id_are_an_error_at_the_second_one_s_id()
    {
        var run = GeneratorRun.Of(
            Consumer.QueueEvents,
            [
                .. Consumer.Taskcluster,
                new ReferenceText("zzz.json", "{\n  \"$id\": \"/schemas/queue/v1/task-status.json\" }"),
            ]
        );
        var error = Assert.Single(run.Reported);
        Assert.Equal(
            ("PULSE010", "zzz.json", 1, 9),
            (
                error.Id,
                error.Location.GetLineSpan().Path,
                error.Location.GetLineSpan().StartLinePosition.Line,
                error.Location.GetLineSpan().StartLinePosition.Character
            )
        );
        Assert.Empty(run.Errors);
    }

    [Fact]
    public void The_same_schema_twice_is_not_an_error()
    {
        var schema = Consumer.Taskcluster.Single(file =>
            file.Path.EndsWith("task-status.json", StringComparison.Ordinal)
        );
        Assert.Empty(
            GeneratorRun
                .Of(Consumer.QueueEvents, [.. Consumer.Taskcluster, new ReferenceText("copy.json", schema.Text)])
                .Reported
        );
    }

    [Fact]
    public void A_file_that_is_not_JSON_is_an_error_in_that_file_at_line_and_column()
    {
        var run = GeneratorRun.Of(
            Consumer.QueueEvents,
            [.. Consumer.Taskcluster, new ReferenceText("broken.json", "{\n  \"a\" 1\n}")]
        );
        var error = Assert.Single(run.Reported);
        Assert.Equal("PULSE005", error.Id);
        Assert.Equal(
            ("broken.json", 1, 6),
            (
                error.Location.GetLineSpan().Path,
                error.Location.GetLineSpan().StartLinePosition.Line,
                error.Location.GetLineSpan().StartLinePosition.Character
            )
        );
        Assert.Empty(run.Errors); // The service itself is unharmed.
    }

    [Fact]
    public void A_broken_file_that_the_service_needs_is_an_error_in_that_file_and_where_it_is_missed()
    {
        var files = Consumer.Taskcluster.Select(file =>
            file.Path.EndsWith("task-defined-message.json", StringComparison.Ordinal)
                ? new ReferenceText(file.Path, file.Text[..20])
                : file
        );
        var run = GeneratorRun.Of(Consumer.QueueEvents, files);
        Assert.Equal(["PULSE005", "PULSE007"], run.Reported.Select(error => error.Id).Order());
        Assert.Empty(run.Errors); // The other ten exchanges have their types.
    }

    [Fact]
    public void Additional_files_without_the_PulseReference_mark_are_not_read()
    {
        var run = GeneratorRun.Of(Consumer.QueueEvents, [.. Consumer.Taskcluster, new OtherFile()]);
        Assert.Empty(run.Reported);
    }

    [Fact]
    public void A_missing_key_that_no_code_depends_on_is_a_hint()
    {
        const string Reference = """
            { "serviceName": "example", "apiVersion": "v1", "exchangePrefix": "e/", "title": "Example", "entries": [
              { "name": "a", "exchange": "a", "schema": "v1/thing.json#", "title": "A", "description": "", "routingKey": [
                { "name": "field", "required": true, "multipleWords": false } ] } ] }
            """;
        var run = GeneratorRun.Of(
            "[Pulse.PulseExchanges(\"example\")] static partial class C;",
            [
                new ReferenceText("exchanges.json", Reference),
                new ReferenceText("thing.json", """{ "$id": "/schemas/example/v1/thing.json#" }"""),
            ]
        );
        Assert.Empty(run.Reported);
        Assert.Empty(run.Errors);
        Assert.Equal(
            [
                (0, "The reference lacks '$schema', 'description', which the reference format requires"),
                (1, "The entry 'a' lacks 'type', which the reference format requires"),
                (
                    2,
                    "The routing-key field 'field' of the entry 'a' lacks 'summary', which the reference format requires"
                ),
            ],
            run.Hints.Select(hint =>
                    (hint.Location.GetLineSpan().StartLinePosition.Line, hint.GetMessage(CultureInfo.InvariantCulture))
                )
                .Order()
        );
        Assert.All(run.Hints, hint => Assert.Equal(("PULSE019", DiagnosticSeverity.Info), (hint.Id, hint.Severity)));
    }

    [Fact]
    public void The_published_references_are_complete() =>
        Assert.Empty(GeneratorRun.Of(Consumer.QueueEvents, Consumer.Taskcluster).Hints);

    private static void AssertAtAttribute(Diagnostic error, string source)
    {
        Assert.Equal(DiagnosticSeverity.Error, error.Severity);
        var span = error.Location.SourceSpan;
        Assert.StartsWith("Pulse.PulseExchanges(", source.Substring(span.Start, span.Length), StringComparison.Ordinal);
        Assert.Equal("Consumer.cs", error.Location.GetLineSpan().Path);
    }

    private sealed class OtherFile : AdditionalText
    {
        public override string Path => "other.json";

        public override Microsoft.CodeAnalysis.Text.SourceText? GetText(
            CancellationToken cancellationToken = default
        ) => throw new InvalidOperationException("This file is not ours to read.");
    }
}
