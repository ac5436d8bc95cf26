using System.Text.Json.Serialization;

namespace Pulse.Decoding.Benchmarks.SystemTextJson;

/// <summary>System.Text.Json's source generator at work on the hand-written records.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(TaskDefinedMessage))]
[JsonSerializable(typeof(TaskCompletedMessage))]
[JsonSerializable(typeof(GithubPushMessage))]
[JsonSerializable(typeof(WorkerMessage))]
public sealed partial class MessagesContext : JsonSerializerContext;
