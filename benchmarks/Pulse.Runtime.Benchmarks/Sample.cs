using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;

namespace Pulse.Runtime.Benchmarks;

/// <summary>A message as Taskcluster publishes it.</summary>
internal static class Sample
{
    public static QueueEvents.TaskDefinedKey Key { get; } =
        new()
        {
            TaskId = "GQ4OJ1EGS-iyFNTXmHmzFQ",
            ProvisionerId = "proj-example",
            WorkerType = "b-linux",
            SchedulerId = "gecko-level-3",
            TaskGroupId = "GQ4OJ1EGS-iyFNTXmHmzFQ",
        };

    public static byte[] Body()
    {
        using var sample = Assembly.GetExecutingAssembly().GetManifestResourceStream("queue/task-defined")!;
        return Encoding.UTF8.GetBytes(JsonNode.Parse(sample)!["payload"]!.ToJsonString());
    }
}
