namespace Pulse.References.Json;

/// <summary>The text is not JSON.</summary>
internal sealed class JsonScanException(int offset, string reason) : Exception(reason)
{
    /// <summary>The offset of the first wrong character.</summary>
    public int Offset { get; } = offset;
}
