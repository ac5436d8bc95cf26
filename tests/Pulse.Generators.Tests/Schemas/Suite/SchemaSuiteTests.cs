using Xunit.Abstractions;

namespace Pulse.Generators.Tests.Schemas.Suite;

/// <summary>
/// The required groups of the JSON Schema Test Suite over five drafts: each valid instance is read and written back, but for
/// what <c>docs/schemas.md</c> names. Built and run where <c>PULSE_SCHEMA_SUITE</c> is a folder with the suite's
/// <c>tests</c> and <c>remotes</c>; it takes a minute.
/// </summary>
public class SchemaSuiteTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("draft4")]
    [InlineData("draft6")]
    [InlineData("draft7")]
    [InlineData("draft2019-09")]
    [InlineData("draft2020-12")]
    public void Every_valid_instance_of_the_test_suite_is_read_and_written_back(string draft)
    {
        var groups = SuiteGroup.Of(draft);
        var results = groups.Chunk(40).SelectMany(SuiteRun.Of).ToList();
        foreach (var result in results.Where(result => result.Fault is not null))
            output.WriteLine($"{result.Kind}: {draft} {result.Group.Name}: {result.Fault}");
        output.WriteLine(
            $"{draft}: {results.Count} groups, {string.Join(", ", results.GroupBy(result => result.Kind).Select(kind => $"{kind.Count()} {kind.Key}"))}"
        );
        Assert.DoesNotContain(results, result => result.Kind == SuiteRun.Faulty);
    }

    [Theory]
    [InlineData("draft4")]
    [InlineData("draft6")]
    [InlineData("draft7")]
    [InlineData("draft2019-09")]
    [InlineData("draft2020-12")]
    public void Validate_tells_valid_instances_from_others_but_for_what_the_docs_list(string draft)
    {
        var groups = SuiteGroup.Of(draft);
        var results = groups.Chunk(40).SelectMany(chunk => SuiteRun.Of(chunk, SuiteValidation.Of)).ToList();
        foreach (var result in results.Where(result => result.Fault is not null))
            output.WriteLine($"{result.Kind}: {draft} {result.Group.Name}: {result.Fault}");
        foreach (var kind in results.GroupBy(result => result.Kind).OrderByDescending(kind => kind.Count()))
            output.WriteLine($"{draft}: {kind.Count()} {kind.Key}");
        Assert.DoesNotContain(results, result => result.Kind == SuiteRun.Faulty);
    }
}
