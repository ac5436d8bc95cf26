namespace Pulse;

/// <summary>
/// Fills a static partial class with a service's bindings and payload records, generated from the
/// exchange references that the project names as <c>PulseReference</c>.
/// </summary>
/// <param name="service">
/// The service as <c>serviceName/apiVersion</c>, such as <c>queue/v1</c>. The name alone is enough if the project
/// references only one version of it.
/// </param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class PulseExchangesAttribute(string service) : Attribute
{
    /// <summary>The service, as <c>serviceName/apiVersion</c> or <c>serviceName</c>.</summary>
    public string Service { get; } = service;

    /// <summary>
    /// The prefix of the exchanges' names, instead of the reference's own prefix, for a deployment that publishes
    /// under other names: for example, <c>exchange/staging-queue/v1/</c>. The rest of each name is the entry's
    /// <c>exchange</c>. To decide at run time, use <see cref="PulseOptions.MapExchange"/>.
    /// </summary>
    public string? ExchangePrefix { get; set; }

    /// <summary>
    /// Whether date-times in the messages of this service are strings, instead of <see cref="DateTimeOffset"/>. For services
    /// whose date-times are not always RFC 3339, so that one of them does not make a message undecodable. For a single
    /// property, write <c>"x-csharp-type": "string"</c> in its schema.
    /// </summary>
    public bool DateTimesAsText { get; set; }
}
