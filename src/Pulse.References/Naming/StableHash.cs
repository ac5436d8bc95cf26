using System.Globalization;

namespace Pulse.References.Naming;

/// <summary>Tells long or alike names apart, the same way everywhere and always.</summary>
internal static class StableHash
{
    /// <summary>Eight hexadecimal digits (FNV-1a).</summary>
    public static string Of(string text) =>
        text.Aggregate(2166136261u, (hash, character) => unchecked((hash ^ character) * 16777619u))
            .ToString("x8", CultureInfo.InvariantCulture);
}
