using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pulse.Decoding.Benchmarks.SystemTextJson;

public sealed record GithubPushMessage
{
    public required JsonElement Body { get; init; }

    public required string Branch { get; init; }

    public JsonElement? Details { get; init; }

    public required string EventId { get; init; }

    public required long InstallationId { get; init; }

    public required string Organization { get; init; }

    public required string Repository { get; init; }

    [JsonPropertyName("tasks_for")]
    public required string TasksFor { get; init; }

    public required int Version { get; init; }
}
