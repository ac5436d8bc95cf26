namespace Pulse.Decoding.Benchmarks.SystemTextJson;

// What a careful user of System.Text.Json writes for these schemas: the same shapes as the generated records. An
// open enum is a string here, because a service may add values.

public sealed record TaskDefinedMessage
{
    public required TaskStatus Status { get; init; }

    public TaskDefinition? Task { get; init; }

    public required int Version { get; init; }
}

public sealed record TaskCompletedMessage
{
    public required int RunId { get; init; }

    public required TaskStatus Status { get; init; }

    public TaskDefinition? Task { get; init; }

    public required int Version { get; init; }

    public required string WorkerGroup { get; init; }

    public required string WorkerId { get; init; }
}

public sealed record TaskDefinition
{
    public required IReadOnlyDictionary<string, string> Tags { get; init; }
}

public sealed record TaskStatus
{
    public required DateTimeOffset Deadline { get; init; }

    public required DateTimeOffset Expires { get; init; }

    public string? Priority { get; init; }

    public required string ProjectId { get; init; }

    public required string ProvisionerId { get; init; }

    public required int RetriesLeft { get; init; }

    public required IReadOnlyList<TaskRun> Runs { get; init; }

    public required string SchedulerId { get; init; }

    public required string State { get; init; }

    public required string TaskGroupId { get; init; }

    public required string TaskId { get; init; }

    public required string TaskQueueId { get; init; }

    public required string WorkerType { get; init; }
}

public sealed record TaskRun
{
    public required string ReasonCreated { get; init; }

    public string? ReasonResolved { get; init; }

    public DateTimeOffset? Resolved { get; init; }

    public required int RunId { get; init; }

    public required DateTimeOffset Scheduled { get; init; }

    public DateTimeOffset? Started { get; init; }

    public required string State { get; init; }

    public DateTimeOffset? TakenUntil { get; init; }

    public string? WorkerGroup { get; init; }

    public string? WorkerId { get; init; }
}
