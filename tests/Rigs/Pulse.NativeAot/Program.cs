using System.Buffers;
using System.Text;
using System.Text.Json;
using Pulse;
using Pulse.NativeAot;

// Decodes and writes what it is given on the first line of its input, by each way; then consumes one delivery from
// the broker whose URL is its argument.
var json = Encoding.UTF8.GetBytes(Console.ReadLine() ?? "");

var message = FeatureEvents.Everything.Decode(json);
var buffer = new ArrayBufferWriter<byte>();
using (var writer = new Utf8JsonWriter(buffer))
    message.WriteTo(writer);
Console.WriteLine($"decoded and written: {FeatureEvents.Everything.Decode(buffer.WrittenSpan) == message}");

var task = new QueueEvents.TaskStatusRun
{
    ReasonCreated = QueueEvents.TaskStatusRunReasonCreated.Scheduled,
    RunId = 0,
    Scheduled = DateTimeOffset.UnixEpoch,
    State = QueueEvents.TaskStatusRunState.Pending,
};
var serialized = JsonSerializer.Serialize(task, SerializerContext.Default.TaskStatusRun);
Console.WriteLine(
    $"serialized: {JsonSerializer.Deserialize(serialized, SerializerContext.Default.TaskStatusRun) == task}"
);

try
{
    FeatureEvents.Everything.Decode("""{"text":7}"""u8);
}
catch (JsonException error)
{
    Console.WriteLine($"refused: {error.Path}");
}

await using var pulse = new PulseConnection("guest", "guest", args[0]);
var delivered = new TaskCompletionSource<string>();
await using var queue = await pulse
    .Queue()
    .On(
        new QueueEvents.TaskDefined { ProvisionerId = "gecko-3" },
        d => delivered.TrySetResult($"{d.Payload.Status.TaskId} {d.Payload.Status.State} {d.Routing!.WorkerType}")
    )
    .ConsumeAsync();
Console.WriteLine("consuming");
Console.WriteLine($"delivered: {await delivered.Task.WaitAsync(TimeSpan.FromSeconds(30))}");
