using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Pulse.Generators.Analysis.Bindings;
using Pulse.Generators.Analysis.Operations;
using Pulse.Generators.Analysis.Patterns;

namespace Pulse.Generators.Analysis.Checks;

/// <summary>Checks an exchange's name and a pattern that are given as text.</summary>
internal sealed class RawBindingCheck(PulseTypes types, KnownBindings bindings)
{
    private const string RoutePrefix = "route.";

    public void Check(
        OperationAnalysisContext context,
        IOperation? exchange,
        IReadOnlyList<IOperation> patterns,
        string prefix
    )
    {
        var name = ConstantText.Of(exchange);
        var texts = patterns.Select(pattern => ConstantText.Of(pattern)).ToList();
        if (
            exchange is not null
            && texts.FirstOrDefault(text => text is not null && IsSwapped(name, text)) is { } swapped
        )
        {
            Report(context, Rules.Swapped, context.Operation, [], swapped);
            return;
        }

        if (name is not null)
            CheckExchange(context, exchange!, name);
        for (var at = 0; at < patterns.Count; at++)
        {
            if (texts[at] is { } text)
                CheckPattern(context, name, patterns[at], text, prefix);
        }
    }

    /// <summary>A known exchange's name is nobody's pattern; nor is <c>exchange/…</c> beside something with wildcards.</summary>
    private bool IsSwapped(string? exchange, string pattern) =>
        (exchange is null || !bindings.IsExchange(exchange))
        && (
            bindings.IsExchange(pattern)
            || (
                pattern.StartsWith("exchange/", StringComparison.Ordinal)
                && exchange is not null
                && PatternFeasibility.Split(exchange).Any(word => word is "*" or "#")
            )
        );

    private void CheckExchange(OperationAnalysisContext context, IOperation at, string name)
    {
        if (!ShortString.Fits(name))
            Report(context, Rules.TooLong, at, [], "exchange names", Encoding.UTF8.GetByteCount(name));
        else if (!bindings.IsExchange(name) && NearestExchange.Of(name, bindings.Exchanges) is { } near)
            Report(context, Rules.MisspeltExchange, at, [(FixProperties.Replacement, near)], name, near);
    }

    private void CheckPattern(
        OperationAnalysisContext context,
        string? exchange,
        IOperation at,
        string text,
        string prefix
    )
    {
        var pattern = prefix + text;
        if (!ShortString.Fits(pattern))
        {
            Report(context, Rules.TooLong, at, [], "routing keys", Encoding.UTF8.GetByteCount(pattern));
            return;
        }

        if (prefix.Length > 0 && text.StartsWith(prefix, StringComparison.Ordinal))
        {
            Report(
                context,
                Rules.PrefixTwice,
                at,
                [(FixProperties.Replacement, text.Substring(prefix.Length))],
                prefix,
                text
            );
        }

        var shapes = exchange is null ? [] : bindings.On(exchange).ToList();
        var isRoute = pattern.StartsWith(RoutePrefix, StringComparison.Ordinal);
        if (!isRoute && shapes.Count > 0 && CheckFit(context, at, pattern, shapes))
            return;
        foreach (var word in PatternFeasibility.Split(pattern))
        {
            if (WordText.WildcardInside(word) is { } wildcard)
            {
                Report(context, Rules.WildcardInWord, at, [], wildcard, word);
                return;
            }
        }

        if (
            context.Operation is IInvocationOperation { TargetMethod.Name: "To" } call
            && types.IsRuntimes(call.TargetMethod)
        )
            SuggestTyped(context, pattern, shapes);
    }

    private static void SuggestTyped(OperationAnalysisContext context, string pattern, List<BindingShape> shapes)
    {
        ISymbol here = context.ContainingSymbol.ContainingType ?? (ISymbol)context.Compilation.Assembly;
        var typed = shapes
            .Where(shape => context.Compilation.IsSymbolAccessibleWithin(shape.Type, here))
            .Select(shape => (shape.Type, Form: TypedBindingSyntax.Of(pattern, shape)))
            .FirstOrDefault(typed => typed.Form is not null);
        if (typed.Form is null)
            return;
        var name = typed.Type.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat);
        Report(context, Rules.HasTypedBinding, context.Operation, [(FixProperties.Replacement, typed.Form)], name);
    }

    /// <summary>Reports a pattern that fits none of the exchange's forms, or has a '#' in vain in all of them.</summary>
    private static bool CheckFit(
        OperationAnalysisContext context,
        IOperation at,
        string pattern,
        List<BindingShape> shapes
    )
    {
        var shape = shapes[0];
        if (shapes.All(one => PatternFeasibility.WhyNever(pattern, one) is not null))
        {
            var reason = PatternFeasibility.WhyNever(pattern, shape);
            Report(
                context,
                Rules.NeverMatches,
                at,
                [],
                pattern,
                shape.Exchange,
                reason!,
                PatternAlignment.Table(pattern, shape)
            );
            return true;
        }

        if (shapes.All(one => PatternFeasibility.HasVacuousWildcard(pattern, one)))
        {
            Report(
                context,
                Rules.VacuousWildcard,
                at,
                [],
                pattern,
                shape.Exchange,
                PatternAlignment.Table(pattern, shape)
            );
            return true;
        }

        return false;
    }

    private static void Report(
        OperationAnalysisContext context,
        DiagnosticDescriptor rule,
        IOperation at,
        (string Key, string Value)[] properties,
        params object[] arguments
    ) =>
        context.ReportDiagnostic(
            Diagnostic.Create(
                rule,
                at.Syntax.GetLocation(),
                properties.ToImmutableDictionary(pair => pair.Key, pair => (string?)pair.Value),
                arguments
            )
        );
}
