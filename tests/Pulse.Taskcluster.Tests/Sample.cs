using System.Reflection;
using System.Text;
using System.Text.Json;

namespace Pulse.Taskcluster.Tests;

/// <summary>A message as a service publishes it, and what its routing key says.</summary>
public sealed class Sample
{
    private readonly JsonElement _file;

    private Sample(string name, JsonElement file)
    {
        Name = name;
        _file = file;
    }

    /// <summary>Such as <c>queue/task-defined</c>.</summary>
    public string Name { get; }

    public string RoutingKey => _file.GetProperty("routingKey").GetString()!;

    public IReadOnlyList<string> Routes => [.. _file.GetProperty("routes").EnumerateArray().Select(route => route.GetString()!)];

    /// <summary>The fields of the routing key, by their names in the reference.</summary>
    public IReadOnlyDictionary<string, string?> Fields =>
        _file.GetProperty("fields").EnumerateObject().ToDictionary(word => word.Name, word => word.Value.GetString());

    public JsonElement Payload => _file.GetProperty("payload");

    public byte[] Body => Encoding.UTF8.GetBytes(Payload.GetRawText());

    /// <summary>The sample of an exchange, by the exchange's name in production.</summary>
    public static Sample Of(string exchange)
    {
        var parts = exchange.Split('/'); // exchange/taskcluster-queue/v1/task-defined
        return Named($"{parts[1]["taskcluster-".Length..]}/{parts[3]}");
    }

    public static Sample Named(string name) =>
        new(name, JsonElement.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Samples", name + ".json"))));

    /// <summary>The bindings that an assembly lists, one per exchange.</summary>
    public static IEnumerable<Type> Bindings(Assembly assembly) =>
        assembly.GetCustomAttributes<PulseBindingsAttribute>().SelectMany(attribute => attribute.Bindings);
}
