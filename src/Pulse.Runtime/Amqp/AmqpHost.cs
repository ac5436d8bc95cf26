namespace Pulse;

/// <summary>A host of the broker and its port.</summary>
internal readonly record struct AmqpHost(string Name, int Port)
{
    /// <summary>As in a URL: an IPv6 address stands in brackets.</summary>
    public override string ToString() => Name.Contains(':') ? $"[{Name}]:{Port}" : $"{Name}:{Port}";
}
