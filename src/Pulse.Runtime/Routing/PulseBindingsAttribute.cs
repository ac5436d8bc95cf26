namespace Pulse;

/// <summary>On an assembly: the generated bindings in it. Read by analyzers and tools.</summary>
/// <param name="bindings">The binding types.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class PulseBindingsAttribute(params Type[] bindings) : Attribute
{
    /// <summary>The binding types.</summary>
    public IReadOnlyList<Type> Bindings { get; } = bindings;
}
