using Microsoft.CodeAnalysis.Diagnostics;
using Pulse.Generators.Analysis.Bindings;
using Pulse.Generators.Analysis.Patterns;

namespace Pulse.Generators.Analysis.Checks;

/// <summary>Finds calls whose exchange and pattern are swapped.</summary>
internal sealed class SwappedArgumentsCheck(KnownBindings bindings)
{
    /// <param name="context">The call.</param>
    /// <param name="exchange">The name that is passed as exchange; null if it is not constant.</param>
    /// <param name="patterns">The constants that are passed as patterns.</param>
    /// <returns>Whether the arguments are swapped, which has been reported.</returns>
    public bool Check(OperationAnalysisContext context, string? exchange, IReadOnlyList<PassedPattern> patterns)
    {
        if (patterns.FirstOrDefault(pattern => AreSwapped(exchange, pattern.Text)) is not { } swapped)
            return false;
        context.Report(Rules.Swapped, context.Operation, swapped.Text);
        return true;
    }

    /// <summary>The name of a known exchange is never meant as a pattern; nor is <c>exchange/…</c> beside something with wildcards.</summary>
    private bool AreSwapped(string? exchange, string pattern) =>
        (exchange is null || !bindings.IsExchange(exchange))
        && (
            bindings.IsExchange(pattern)
            || (
                pattern.StartsWith("exchange/", StringComparison.Ordinal)
                && exchange is not null
                && PatternFeasibility.Split(exchange).Any(word => word is "*" or "#")
            )
        );
}
