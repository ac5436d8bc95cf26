namespace Pulse;

/// <summary>
/// On a parameter of yours that takes the binding whose key a message is published under: has the analyzers check
/// that what callers pass sets every field that the reference requires, and holds no wildcard.
/// </summary>
/// <example>
/// <code>
/// static Task SendAsync([PublishingKey] IBinding key, object message) => ...
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class PublishingKeyAttribute : Attribute;
