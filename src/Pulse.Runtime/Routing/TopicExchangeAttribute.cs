namespace Pulse;

/// <summary>On a generated binding: the topic exchange that it binds to. Read by analyzers and tools.</summary>
/// <param name="name">The exchange's full name as in its reference.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class TopicExchangeAttribute(string name) : Attribute
{
    /// <summary>The exchange's full name as in its reference.</summary>
    public string Name { get; } = name;
}
