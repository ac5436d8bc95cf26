using Pulse.References.Collections;

namespace Pulse.References.Emitting.Writing;

/// <summary>The class that a service's types are nested in.</summary>
/// <param name="Namespace">Its namespace; empty for the global one.</param>
/// <param name="ContainingTypes">The types around it, outermost first, such as <c>class Outer</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsVisible">Whether the whole assembly sees it.</param>
internal sealed record TargetClass(
    string Namespace,
    EquatableArray<string> ContainingTypes,
    string Name,
    bool IsVisible
)
{
    /// <summary>The name with namespace and containing types.</summary>
    public string FullName
    {
        get
        {
            var types = ContainingTypes.Select(type => type.Substring(type.LastIndexOf(' ') + 1));
            string[] names = Namespace.Length == 0 ? [.. types, Name] : [Namespace, .. types, Name];
            return string.Join(".", names);
        }
    }
}
