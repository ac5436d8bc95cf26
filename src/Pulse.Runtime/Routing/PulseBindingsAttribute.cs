namespace Pulse;

/// <summary>Lists the generated bindings of an assembly. Analyzers and tools read it.</summary>
/// <param name="bindings">The binding types.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class PulseBindingsAttribute(params Type[] bindings) : Attribute
{
    /// <summary>The binding types.</summary>
    public IReadOnlyList<Type> Bindings { get; } = bindings;
}
