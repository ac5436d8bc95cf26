using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pulse.Taskcluster.Tests;

/// <summary>A message as a service publishes it, and what its routing key says.</summary>
public sealed class Sample
{
    private readonly JsonElement _file;

    private Sample(string name, JsonElement file)
    {
        Name = name;
        _file = file;
        Payload = file.GetProperty("payload");
        Body = Encoding.UTF8.GetBytes(Payload.GetRawText());
    }

    /// <summary>Such as <c>queue/task-defined</c>.</summary>
    public string Name { get; }

    public string RoutingKey => _file.GetProperty("routingKey").GetString()!;

    public IReadOnlyList<string> Routes =>
        [.. _file.GetProperty("routes").EnumerateArray().Select(route => route.GetString()!)];

    /// <summary>The fields of the routing key, by their names in the reference.</summary>
    public IReadOnlyDictionary<string, string?> Fields =>
        _file.GetProperty("fields").EnumerateObject().ToDictionary(word => word.Name, word => word.Value.GetString());

    /// <summary>The part of the payload that the message's type knows.</summary>
    public JsonElement Payload { get; private init; }

    /// <summary>The payload that is sent.</summary>
    public byte[] Body { get; private init; }

    /// <summary>The sample of an exchange, by the exchange's name in production.</summary>
    public static Sample Of(string exchange)
    {
        var parts = exchange.Split('/'); // exchange/taskcluster-queue/v1/task-defined
        return Named($"{parts[1]["taskcluster-".Length..]}/{parts[3]}");
    }

    public static Sample Named(string name) =>
        new(
            name,
            JsonElement.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Samples", name + ".json")))
        );

    /// <summary>The message as a later version of the service may send it.</summary>
    public Sample OfALaterVersion(Type payload)
    {
        var known = JsonNode.Parse(Body)!;
        LaterVersion.ChangeEnum(known, payload);
        var sent = known.DeepClone();
        LaterVersion.AddFields(sent, payload);
        return new(Name, _file)
        {
            Payload = JsonSerializer.SerializeToElement(known),
            Body = JsonSerializer.SerializeToUtf8Bytes(sent),
        };
    }

    /// <summary>The bindings that an assembly lists, one per exchange.</summary>
    public static IEnumerable<Type> Bindings(Assembly assembly) =>
        assembly.GetCustomAttributes<PulseBindingsAttribute>().SelectMany(attribute => attribute.Bindings);
}
