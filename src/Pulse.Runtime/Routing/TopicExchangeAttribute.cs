namespace Pulse;

/// <summary>Names the topic exchange of a generated binding. Analyzers and tools read it.</summary>
/// <param name="name">The exchange's full name in its reference.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class TopicExchangeAttribute(string name) : Attribute
{
    /// <summary>The exchange's full name in its reference.</summary>
    public string Name { get; } = name;
}
