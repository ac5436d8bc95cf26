namespace Pulse.Decoding.Benchmarks.SystemTextJson;

public sealed record WorkerMessage
{
    public required long Capacity { get; init; }

    public string? LaunchConfigId { get; init; }

    public required string ProviderId { get; init; }

    public required DateTimeOffset Timestamp { get; init; }

    public required string WorkerGroup { get; init; }

    public required string WorkerId { get; init; }

    public required string WorkerPoolId { get; init; }
}
