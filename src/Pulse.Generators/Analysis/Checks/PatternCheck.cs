using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Pulse.Generators.Analysis.Bindings;
using Pulse.Generators.Analysis.Patterns;

namespace Pulse.Generators.Analysis.Checks;

/// <summary>Checks routing-key patterns against the keys of their exchange.</summary>
internal sealed class PatternCheck(KnownBindings bindings)
{
    /// <returns>Whether AMQP can carry the pattern; if not, that has been reported.</returns>
    public static bool CheckLength(OperationAnalysisContext context, PassedPattern pattern)
    {
        if (ShortString.Fits(pattern.Value))
            return true;
        context.Report(Rules.TooLong, pattern.At, "routing keys", Encoding.UTF8.GetByteCount(pattern.Value));
        return false;
    }

    /// <param name="context">The call.</param>
    /// <param name="exchange">The exchange; null if it is not constant.</param>
    /// <param name="pattern">The pattern.</param>
    /// <returns>Whether nothing is wrong with the pattern; otherwise that has been reported.</returns>
    public bool Check(OperationAnalysisContext context, string? exchange, PassedPattern pattern)
    {
        var shapes = exchange is null || pattern.IsRoute ? [] : bindings.On(exchange).ToList();
        return (shapes.Count == 0 || CheckAgainst(context, pattern, shapes)) && CheckWildcards(context, pattern);
    }

    /// <summary>Reports a key that has a wildcard, or cannot be a key of its exchange.</summary>
    /// <param name="context">The call.</param>
    /// <param name="exchange">The exchange; null if it is not constant.</param>
    /// <param name="key">The key.</param>
    public void CheckKey(OperationAnalysisContext context, string? exchange, PassedPattern key)
    {
        if (WordText.Wildcard(key.Value) is { } wildcard)
        {
            context.Report(Rules.WildcardInKey, key.At, key.Value, wildcard);
            return;
        }

        var shapes = exchange is null || key.IsRoute ? [] : bindings.On(exchange).ToList();
        if (shapes.Count > 0)
            CheckAgainst(context, key, shapes);
    }

    /// <summary>Reports a pattern that matches none of the exchange's forms, or has a '#' that is vacuous in all of them.</summary>
    private static bool CheckAgainst(OperationAnalysisContext context, PassedPattern pattern, List<BindingShape> shapes)
    {
        var (at, text) = (pattern.At, pattern.Value);
        var shape = shapes[0];
        if (shapes.All(one => PatternFeasibility.WhyNever(text, one) is not null))
        {
            var reason = PatternFeasibility.WhyNever(text, shape)!;
            context.Report(Rules.NeverMatches, at, text, shape.Exchange, reason, PatternAlignment.Table(text, shape));
            return false;
        }

        if (shapes.All(one => PatternFeasibility.HasVacuousWildcard(text, one)))
        {
            context.Report(Rules.VacuousWildcard, at, text, shape.Exchange, PatternAlignment.Table(text, shape));
            return false;
        }

        return true;
    }

    private static bool CheckWildcards(OperationAnalysisContext context, PassedPattern pattern)
    {
        foreach (var word in PatternFeasibility.Split(pattern.Value))
        {
            if (WordText.WildcardInside(word) is { } wildcard)
            {
                context.Report(Rules.WildcardInWord, pattern.At, wildcard, word);
                return false;
            }
        }

        return true;
    }
}
