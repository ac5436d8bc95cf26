using Pulse.References.Naming;

namespace Pulse.References.Tests.Naming;

public class IdentifierTests
{
    [Theory]
    [InlineData("taskId", "TaskId")]
    [InlineData("very-high", "VeryHigh")]
    [InlineData("full_name", "FullName")]
    [InlineData("a.b c", "ABC")]
    [InlineData("3d", "_3d")]
    [InlineData("", "Empty")]
    [InlineData("-", "Hyphen")]
    [InlineData("$ref", "Ref")]
    [InlineData("a/🦊", "A")]
    [InlineData("🦊", "U1F98A")]
    [InlineData("größe", "Größe")]
    public void A_name_from_JSON_becomes_a_Pascal_cased_one(string text, string expected) =>
        Assert.Equal(expected, Identifier.Pascal(text));

    [Theory]
    [InlineData("http://pulse.invalid/schemas/queue/v1/task-status.json", "TaskStatus")]
    [InlineData(
        "http://pulse.invalid/schemas/worker-manager/v1/pulse-worker-pool-message.json",
        "PulseWorkerPoolMessage"
    )]
    [InlineData("http://pulse.invalid/schemas/x/v1/plain", "Plain")]
    public void A_root_schema_is_named_after_its_file(string uri, string expected) =>
        Assert.Equal(expected, Identifier.OfFile(uri));

    [Theory]
    [InlineData("TaskStatusRuns", "TaskStatusRun")]
    [InlineData("Dependencies", "Dependency")]
    [InlineData("Caches", "Cache")]
    [InlineData("Branches", "Branch")]
    [InlineData("Statuses", "Status")]
    [InlineData("Boxes", "Box")]
    [InlineData("Status", "StatusItem")]
    [InlineData("Address", "AddressItem")]
    [InlineData("Data", "DataItem")]
    public void Items_are_named_in_the_singular(string plural, string expected) =>
        Assert.Equal(expected, Identifier.Singular(plural));

    [Theory]
    [InlineData("TaskId", "taskId")]
    [InlineData("Event", "@event")]
    public void A_local_is_escaped_where_it_would_be_a_keyword(string member, string expected) =>
        Assert.Equal(expected, Identifier.Local(member));
}
