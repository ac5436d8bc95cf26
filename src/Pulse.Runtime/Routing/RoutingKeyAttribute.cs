namespace Pulse;

/// <summary>
/// Marks a parameter of your own that takes a routing key to publish under. The analyzers then check the arguments that
/// callers pass: a key has no wildcards, and if the parameter with <see cref="ExchangeNameAttribute"/> names an exchange that
/// has a generated key, one that cannot be a key of that exchange does not compile.
/// </summary>
/// <remarks>The parameter must be a <see cref="string"/>.</remarks>
/// <example>
/// <code>
/// static Task LogAsync(PulsePublisher publisher, [ExchangeName] string exchange, [RoutingKey] string key, byte[] line) =>
///     publisher.PublishAsync(exchange, key, line);
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class RoutingKeyAttribute : Attribute;
