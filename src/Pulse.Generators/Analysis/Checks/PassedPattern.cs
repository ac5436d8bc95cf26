using Microsoft.CodeAnalysis;

namespace Pulse.Generators.Analysis.Checks;

/// <summary>A constant that is passed as a routing-key pattern, or as a key to publish under.</summary>
/// <param name="At">The argument.</param>
/// <param name="Text">Its value.</param>
/// <param name="Prefix">The prefix that the method puts in front of it; empty for none.</param>
/// <param name="IsKey">Whether it is a key.</param>
internal sealed record PassedPattern(IOperation At, string Text, string Prefix, bool IsKey)
{
    private const string RoutePrefix = "route.";

    /// <summary>The whole pattern.</summary>
    public string Value { get; } = Prefix + Text;

    /// <summary>Whether it matches custom routes, which no reference describes.</summary>
    public bool IsRoute => Value.StartsWith(RoutePrefix, StringComparison.Ordinal);
}
