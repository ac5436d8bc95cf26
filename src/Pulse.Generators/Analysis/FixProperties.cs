namespace Pulse.Generators.Analysis;

/// <summary>The properties by which a diagnostic informs its code fix.</summary>
internal static class FixProperties
{
    /// <summary>The replacement: the text of a literal, or an expression; empty for a call that is to be removed.</summary>
    public const string Replacement = nameof(Replacement);
}
