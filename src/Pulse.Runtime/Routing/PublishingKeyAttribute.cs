namespace Pulse;

/// <summary>
/// Marks a parameter of your own that takes the binding whose key a message is published under. The analyzers then
/// check that the argument sets every field that the reference requires and contains no wildcard.
/// </summary>
/// <example>
/// <code>
/// static Task SendAsync([PublishingKey] IBinding key, object message) => ...
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class PublishingKeyAttribute : Attribute;
