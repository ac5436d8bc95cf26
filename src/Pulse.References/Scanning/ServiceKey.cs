namespace Pulse.References.Scanning;

/// <summary>A service and the version of its API, written <c>queue/v1</c>.</summary>
internal sealed record ServiceKey(string Name, string ApiVersion)
{
    public override string ToString() => $"{Name}/{ApiVersion}";

    /// <summary>Whether the argument of an attribute names this service: name and version, or the name alone.</summary>
    public bool Matches(string text) => text == Name || text == ToString();
}
