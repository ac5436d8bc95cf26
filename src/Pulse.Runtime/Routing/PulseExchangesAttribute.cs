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
}
