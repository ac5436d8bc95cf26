using Pulse.References.Specs;

namespace Pulse.References.Tests.Specs.Building;

public class SpecBuilderTests
{
    private static readonly ServiceSpec Queue = Services
        .Compile(Services.Files(Repository.TaskclusterSchemas), "queue/v1")
        .Spec!;

    [Fact]
    public void The_queue_service_compiles_without_a_diagnostic()
    {
        var compiled = Services.Compile(Services.Files(Repository.TaskclusterSchemas), "queue");

        Assert.Empty(compiled.Mistakes());
        Assert.Equal(
            [
                "TaskDefined",
                "TaskPending",
                "TaskRunning",
                "ArtifactCreated",
                "TaskCompleted",
                "TaskFailed",
                "TaskException",
                "TaskGroupResolved",
                "TaskGroupSealed",
                "TaskPriorityChanged",
                "TaskGroupPriorityChanged",
            ],
            compiled.Spec!.Bindings.Select(binding => binding.Name)
        );
    }

    [Fact]
    public void Types_are_named_after_files_owners_and_properties()
    {
        Assert.Equal(
            [
                "ArtifactCreatedMessage",
                "ArtifactCreatedMessageArtifact",
                "TaskCompletedMessage",
                "TaskDefinedMessage",
                "TaskExceptionMessage",
                "TaskFailedMessage",
                "TaskGroupChangedMessage",
                "TaskGroupPriorityChangedMessage",
                "TaskPendingMessage",
                "TaskPendingMessageTask",
                "TaskPriorityChangedMessage",
                "TaskPulseDefinition",
                "TaskRunningMessage",
                "TaskStatus",
                "TaskStatusRun",
            ],
            Queue.Records.Select(record => record.Name)
        );
        Assert.Equal(
            [
                "ArtifactCreatedMessageArtifactStorageType",
                "TaskGroupPriorityChangedMessageNewPriority",
                "TaskPriority",
                "TaskPriorityChangedMessageNewPriority",
                "TaskStatusRunReasonCreated",
                "TaskStatusRunReasonResolved",
                "TaskStatusRunState",
                "TaskStatusState",
            ],
            Queue.Enums.Select(set => set.Name)
        );
    }

    [Fact]
    public void Enums_with_the_same_values_in_one_document_are_one_type()
    {
        var changed = Queue.Records.Single(record => record.Name == "TaskPriorityChangedMessage");
        Assert.All(
            changed.Properties.Where(property => property.JsonName.EndsWith("Priority", StringComparison.Ordinal)),
            property => Assert.Equal(new TypeSpec.Enum("TaskPriorityChangedMessageNewPriority"), property.Type)
        );
    }

    [Theory]
    [InlineData("TaskStatus", "taskId", "String", false)]
    [InlineData("TaskStatus", "retriesLeft", "Int32", false)]
    [InlineData("TaskStatus", "deadline", "DateTime", false)]
    [InlineData("TaskStatusRun", "started", "DateTime", true)]
    [InlineData("TaskStatusRun", "workerId", "String", true)]
    [InlineData("TaskGroupPriorityChangedMessage", "tasksAffected", "Int64", false)]
    [InlineData("TaskDefinedMessage", "version", "Int32", false)]
    public void A_property_has_the_type_that_its_schema_allows(
        string record,
        string property,
        string kind,
        bool isNullable
    )
    {
        var spec = Queue
            .Records.Single(candidate => candidate.Name == record)
            .Properties.Single(candidate => candidate.JsonName == property);
        Assert.Equal(Enum.Parse<ScalarKind>(kind), Assert.IsType<TypeSpec.Scalar>(spec.Type).Kind);
        Assert.Equal(isNullable, spec.Type.IsNullable);
        Assert.Equal(!isNullable, spec.IsRequired);
    }

    [Fact]
    public void A_routing_key_field_has_the_constraints_of_the_payload()
    {
        var fields = Queue.Bindings.Single(binding => binding.Name == "TaskDefined").Fields;

        Assert.Equal(
            "^[a-z]([-a-z0-9]{0,36}[a-z0-9])?$",
            fields.Single(field => field.Name == "workerType").Constraint.Pattern
        );
        Assert.Equal(38, fields.Single(field => field.Name == "schedulerId").Constraint.MaxLength);
        Assert.Equal(WordConstraint.None, fields.Single(field => field.Name == "routingKeyKind").Constraint);
    }

    [Fact]
    public void The_order_of_files_does_not_matter()
    {
        var files = Services.Files(Repository.TaskclusterSchemas);
        files.Reverse();
        Assert.Equal(Queue, Services.Compile(files, "queue/v1").Spec);
    }

    [Fact]
    public void A_type_that_clashes_with_a_binding_gets_a_suffix()
    {
        var spec = Services
            .Compile(
                """{ "type": "object", "properties": { "happened": { "type": "object", "properties": { "a": {} } } } }"""
            )
            .Spec!;
        Assert.Equal("ThingHappened", spec.Bindings.Single().Name);
        Assert.Equal(["Thing", "ThingHappenedMessage"], spec.Records.Select(record => record.Name));
    }

    [Fact]
    public void A_ref_that_leads_nowhere_is_reported_at_its_position_and_the_rest_is_typed()
    {
        var compiled = Services.Compile(
            """
            {
              "type": "object",
              "properties": {
                "good": { "$ref": "other.json#/properties/x" },
                "noDocument": { "$ref": "missing.json#" },
                "noPlace": { "$ref": "other.json#/properties/y" }
              }
            }
            """,
            ("other", """{ "properties": { "x": { "type": "boolean" } } }""")
        );

        Assert.Equal(
            [
                ("thing.json", 4, "/schemas/test/v1/missing.json"),
                ("thing.json", 5, "/schemas/test/v1/other.json#/properties/y"),
            ],
            compiled
                .Mistakes()
                .Select(diagnostic => (diagnostic.Position!.Path, diagnostic.Position.Line, diagnostic.Arguments[0]))
        );
        Assert.All(compiled.Mistakes(), diagnostic => Assert.Equal("PULSE007", diagnostic.Rule.Id));
        Assert.Equal(
            [("Good", ScalarKind.Boolean), ("NoDocument", ScalarKind.Any), ("NoPlace", ScalarKind.Any)],
            compiled
                .Spec!.Records.Single()
                .Properties.Select(property => (property.Name, ((TypeSpec.Scalar)property.Type).Kind))
        );
    }
}
