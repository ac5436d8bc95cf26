namespace Pulse;

/// <summary>
/// Names the binding whose exchange a generated routing key belongs to. Both have the same properties, and the binding's
/// describe the fields. Analyzers and tools read it.
/// </summary>
/// <param name="binding">The binding type.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class RoutingKeyOfAttribute(Type binding) : Attribute
{
    /// <summary>The binding type.</summary>
    public Type Binding { get; } = binding;
}
