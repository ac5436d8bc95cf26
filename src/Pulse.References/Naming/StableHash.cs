using System.Globalization;

namespace Pulse.References.Naming;

/// <summary>A short hash that tells names apart, the same on every machine.</summary>
internal static class StableHash
{
    /// <summary>Eight hexadecimal digits (FNV-1a).</summary>
    public static string Of(string text) =>
        text.Aggregate(2166136261u, (hash, character) => unchecked((hash ^ character) * 16777619u))
            .ToString("x8", CultureInfo.InvariantCulture);
}
