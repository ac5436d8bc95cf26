using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Pulse.Generators.Analysis;
using Pulse.Generators.Tests.Analysis;

namespace Pulse.Generators.Tests;

/// <summary>A diagnostic, its page, its link and its line among the releases belong together.</summary>
public partial class DiagnosticPagesTests
{
    private static readonly string Folder = Repository.PathOf("docs", "diagnostics");

    private static readonly IReadOnlyList<DiagnosticDescriptor> Descriptors =
    [
        .. DiagnosticReport.Descriptors.Values,
        .. new PulseAnalyzer().SupportedDiagnostics,
    ];

    [Fact]
    public void Each_diagnostic_has_a_page_and_each_page_a_diagnostic() =>
        Assert.Equal(
            Descriptors.Select(descriptor => descriptor.Id).Order(StringComparer.Ordinal),
            Directory.EnumerateFiles(Folder).Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Each_diagnostic_links_to_its_page_which_says_what_why_and_how_to_fix_it() =>
        Assert.All(
            Descriptors,
            descriptor =>
            {
                Assert.EndsWith(
                    $"/docs/diagnostics/{descriptor.Id}.md",
                    descriptor.HelpLinkUri,
                    StringComparison.Ordinal
                );
                var page = Text(descriptor.Id);
                Assert.StartsWith($"# {descriptor.Id}: ", page, StringComparison.Ordinal);
                var severity =
                    descriptor.DefaultSeverity == DiagnosticSeverity.Info
                        ? "Information"
                        : descriptor.DefaultSeverity.ToString();
                Assert.Matches($@"\n\n{severity}[.,]", page);
                Assert.Contains("\n## Why\n", page, StringComparison.Ordinal);
                Assert.Contains("\n## How to fix it\n", page, StringComparison.Ordinal);
            }
        );

    [Fact]
    public void Each_diagnostic_is_listed_in_the_releases_with_its_severity() =>
        Assert.Equal(
            Descriptors
                .Select(descriptor => (descriptor.Id, descriptor.Category, descriptor.DefaultSeverity.ToString()))
                .Order(),
            new[] { "Pulse.References", "Pulse.Generators" }
                .SelectMany(project => new[] { "Shipped", "Unshipped" }.Select(state => (project, state)))
                .SelectMany(list =>
                    File.ReadLines(Repository.PathOf("src", list.project, $"AnalyzerReleases.{list.state}.md"))
                )
                .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
                .Where(cells => cells[0].StartsWith("PULSE", StringComparison.Ordinal))
                .Select(cells => (cells[0], cells[1], cells[2]))
                .Order()
        );

    public static TheoryData<string> PagesWithSamples() =>
        [.. DiagnosticReport.Descriptors.Values.Select(rule => rule.Id).Where(id => Samples(id).Count > 0).Order()];

    [Theory]
    [MemberData(nameof(PagesWithSamples))]
    public void What_a_page_of_the_generator_shows_as_wrong_is_reported_and_what_it_shows_as_right_is_not(string id) =>
        AssertHolds(id, sample => Generated(sample, id));

    public static TheoryData<string> PagesOfAnalyzers() =>
        [.. new PulseAnalyzer().SupportedDiagnostics.Select(rule => rule.Id)];

    [Theory]
    [MemberData(nameof(PagesOfAnalyzers))]
    public void What_a_page_of_the_analyzers_shows_as_wrong_is_reported_and_what_it_shows_as_right_is_not(string id) =>
        AssertHolds(
            id,
            sample => Analyzed.Of(Analyzed.Compilation(PageSample.Program(sample))).Select(found => found.Id)
        );

    private static void AssertHolds(string id, Func<string, IEnumerable<string>> reported)
    {
        var samples = Samples(id);
        Assert.Equal(["Wrong", "Right"], samples.Select(sample => sample.Kind));
        Assert.Equal([id], reported(samples[0].Code));
        Assert.Empty(reported(samples[1].Code));
    }

    private static IEnumerable<string> Generated(string sample, string id)
    {
        if (sample.StartsWith('['))
            return GeneratorRun.Of("using Pulse;\n" + sample, Consumer.Taskcluster).Reported.Select(error => error.Id);
        var files = new Dictionary<string, string>
        {
            ["exchanges.json"] = Reference(
                """{ "name": "a", "exchange": "a", "routingKey": [], "schema": "v1/thing.json#" }"""
            ),
            ["thing.json"] = """{ "$id": "/schemas/example/v1/thing.json#" }""",
        };
        if (sample.Contains("\"entries\"", StringComparison.Ordinal))
            files["exchanges.json"] = sample;
        else if (sample.Contains("\"$id\"", StringComparison.Ordinal))
            files["thing.json"] = sample;
        else
            files["exchanges.json"] = Reference(sample);
        return GeneratorRun
            .Of(
                "[Pulse.PulseExchanges(\"example\")] static partial class C;",
                files.Select(file => new ReferenceText(file.Key, file.Value))
            )
            .Result.Diagnostics
            // Samples are short: what else they leave out is hinted at.
            .Where(found => found.Severity > DiagnosticSeverity.Info || found.Id == id)
            .Select(found => found.Id)
            // Where a file is left out, what it would have held is missing.
            .Except(sample.Contains(",\n}", StringComparison.Ordinal) ? ["PULSE007"] : [])
            .Distinct();
    }

    private static string Reference(string entry) =>
        $$"""
            {
              "$schema": "/schemas/common/exchanges-reference-v0.json#", "serviceName": "example", "apiVersion": "v1",
              "title": "Example", "description": "An example.", "exchangePrefix": "e/", "entries": [{{entry}}]
            }
            """;

    private static string Text(string id) => File.ReadAllText(Path.Combine(Folder, id + ".md"));

    private static List<(string Kind, string Code)> Samples(string id) =>
        [.. Sample().Matches(Text(id)).Select(sample => (sample.Groups["kind"].Value, sample.Groups["code"].Value))];

    [GeneratedRegex(
        @"^(?<kind>Wrong|Right):\n\n```\w+\n(?<code>.*?)\n```$",
        RegexOptions.Multiline | RegexOptions.Singleline
    )]
    private static partial Regex Sample();
}
