using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Pulse.Decoding.Benchmarks.SystemTextJson;

namespace Pulse.Decoding.Benchmarks;

/// <summary>Everything that is measured: each message in each way, with the ways of one message side by side.</summary>
public static class Scenarios
{
    public const string FreeForm = "push, free-form parts";
    public const string EmptyObject = "{}";

    public static readonly Message TaskDefined = Message.Of("queue/task-defined");
    public static readonly Message TaskCompleted = Message.Of("queue/task-completed");
    public static readonly Message WorkerRunning = Message.Of("worker-manager/worker-running");
    public static readonly Message WorkerPoolCreated = Message.Of("worker-manager/worker-pool-created", "providerId");
    public static readonly Message ClientCreated = Message.Of("auth/client-created", "clientId");
    public static readonly Message Push = Message.Of("github/push");

    // The body is required, so the smallest one is empty.
    public static readonly Message EmptyPush = Push.With(
        "push, empty body",
        push =>
        {
            push["body"] = new JsonObject();
            push.Remove("details");
        }
    );

    /// <summary>Messages that are not compact, have escapes, or differ from the schema.</summary>
    public static readonly IReadOnlyList<Message> Unusual =
    [
        TaskCompleted.With("unknown property", json => json["status"]!["unknown"] = "whatever"),
        TaskCompleted.With("unknown property in front", json => json.Insert(0, "unknown", "whatever")),
        TaskCompleted.With("reordered object", json => Reverse(json["status"]!["runs"]![2]!.AsObject())),
        TaskCompleted.With("all objects reordered", ReverseAll),
        TaskCompleted.WithText(
            "escape",
            json => json.Replace("\"autoland\"", "\"auto\\u006cand\"", StringComparison.Ordinal)
        ),
        TaskCompleted.WithText(
            "one space",
            json => json.Replace(",\"task\":", ", \"task\":", StringComparison.Ordinal)
        ),
        TaskCompleted.Indented("indented"),
    ];

    public static IReadOnlyList<Scenario> All { get; } =
    [
        .. Ways(
            TaskDefined,
            QueueEvents.TaskDefinedMessage.Decode,
            message => message.WriteTo,
            message => message.Validate,
            MessagesContext.Default.TaskDefinedMessage
        ),
        .. Ways(
            TaskCompleted,
            QueueEvents.TaskCompletedMessage.Decode,
            message => message.WriteTo,
            message => message.Validate,
            MessagesContext.Default.TaskCompletedMessage
        ),
        .. Ways(
            WorkerRunning,
            WorkerManagerEvents.PulseWorkerMessage.Decode,
            message => message.WriteTo,
            message => message.Validate,
            MessagesContext.Default.WorkerMessage
        ),
        .. Ways(
            Push,
            GithubEvents.GithubPushMessage.Decode,
            message => message.WriteTo,
            message => message.Validate,
            MessagesContext.Default.GithubPushMessage
        ),
        .. Ways(
            EmptyPush,
            GithubEvents.GithubPushMessage.Decode,
            message => message.WriteTo,
            message => message.Validate,
            MessagesContext.Default.GithubPushMessage
        ),
        .. Sending(
            WorkerPoolCreated,
            WorkerManagerEvents.PulseWorkerPoolMessage.Decode(WorkerPoolCreated.Next()),
            message => message.WriteTo,
            message => message.Validate
        ),
        .. Sending(
            ClientCreated,
            AuthEvents.ClientMessage.Decode(ClientCreated.Next()),
            message => message.WriteTo,
            message => message.Validate
        ),
        ParseValue(FreeForm, Push.Part("body"), Push.Part("details")),
        ParseValue(EmptyObject, EmptyPush.Part("body")),
        .. Unusual.Select(message => Decode(message, QueueEvents.TaskCompletedMessage.Decode)),
    ];

    private delegate T Decoder<out T>(ReadOnlySpan<byte> json);

    private static IEnumerable<Scenario> Ways<TPulse, TOther>(
        Message message,
        Decoder<TPulse> decode,
        Func<TPulse, Action<Utf8JsonWriter>> writeTo,
        Func<TPulse, Action> validate,
        JsonTypeInfo<TOther> other
    )
    {
        yield return Decode(message, decode);
        yield return new(
            message.Name,
            Scenario.SourceGenerated,
            () => JsonSerializer.Deserialize(message.Next(), other)
        );
        yield return Of(message.Name, Scenario.Walk, () => Walk(message.Next()));
        yield return Of(message.Name, Scenario.Document, () => Parse(message.NextMemory()));

        foreach (var sending in Sending(message, decode(message.Next()), writeTo, validate))
            yield return sending;
        var value = JsonSerializer.Deserialize(message.Next(), other)!;
        yield return Writing(
            message,
            Scenario.SourceGeneratedWriting,
            writer => JsonSerializer.Serialize(writer, value, other)
        );
    }

    private static IEnumerable<Scenario> Sending<T>(
        Message message,
        T value,
        Func<T, Action<Utf8JsonWriter>> writeTo,
        Func<T, Action> validate
    )
    {
        yield return Writing(message, Scenario.PulseWriting, writeTo(value));
        yield return Of(message.Name, Scenario.PulseValidating, validate(value));
    }

    private static Scenario Writing(Message message, string way, Action<Utf8JsonWriter> write)
    {
        var output = new ArrayBufferWriter<byte>(16 * 1024);
        var writer = new Utf8JsonWriter(output);
        return Of(
            message.Name,
            way,
            () =>
            {
                output.ResetWrittenCount();
                writer.Reset();
                write(writer);
                writer.Flush();
            }
        );
    }

    private static Scenario Of(string message, string way, Action run) =>
        new(
            message,
            way,
            () =>
            {
                run();
                return null;
            }
        );

    private static Scenario Decode<T>(Message message, Decoder<T> decode) =>
        new(message.Name, Scenario.Pulse, () => decode(message.Next()));

    private static Scenario ParseValue(string name, params byte[][] parts) =>
        Of(
            name,
            Scenario.ParseValue,
            () =>
            {
                foreach (var part in parts)
                {
                    var reader = new Utf8JsonReader(part);
                    JsonElement.ParseValue(ref reader);
                }
            }
        );

    private static void Walk(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        while (reader.Read()) { }
    }

    private static void Parse(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
    }

    private static void Reverse(JsonObject json)
    {
        var properties = json.ToList();
        json.Clear();
        foreach (var (name, value) in properties.AsEnumerable().Reverse())
            json.Add(name, value);
    }

    private static void ReverseAll(JsonNode json)
    {
        foreach (var part in json is JsonObject record ? record.Select(property => property.Value) : json.AsArray())
        {
            if (part is JsonObject or JsonArray)
                ReverseAll(part);
        }

        if (json is JsonObject whole)
            Reverse(whole);
    }
}
