namespace Pulse;

/// <summary>
/// Fills a static partial class with a service's bindings and payload records, generated from the
/// exchange references that the project names as <c>PulseReference</c>.
/// </summary>
/// <param name="service">
/// The service as <c>serviceName/apiVersion</c>, such as <c>queue/v1</c>; the name alone where only one version is referenced.
/// </param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class PulseExchangesAttribute(string service) : Attribute
{
    /// <summary>The service, as <c>serviceName/apiVersion</c> or <c>serviceName</c>.</summary>
    public string Service { get; } = service;

    /// <summary>
    /// What the exchanges' names begin with, in place of the reference's own prefix: for a deployment
    /// that publishes elsewhere, such as <c>exchange/staging-queue/v1/</c>. The rest of a name is the entry's
    /// <c>exchange</c>. To decide at run time instead, see <see cref="PulseOptions.MapExchange"/>.
    /// </summary>
    public string? ExchangePrefix { get; set; }
}
