using System.Text.Json.Serialization;

namespace Pulse.NativeAot;

[JsonSerializable(typeof(QueueEvents.TaskStatusRun))]
internal sealed partial class SerializerContext : JsonSerializerContext;
