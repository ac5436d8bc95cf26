namespace Pulse.Generators.Analysis;

/// <summary>What a diagnostic tells the code fix for it.</summary>
internal static class FixProperties
{
    /// <summary>What to write instead: the text of a literal, or an expression.</summary>
    public const string Replacement = nameof(Replacement);
}
