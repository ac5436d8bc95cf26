using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Pulse.Generators.Analysis;

/// <summary>Checks an exchange's name and a pattern that are given as text.</summary>
internal sealed class RawBindingCheck(KnownBindings bindings)
{
    private const string RoutePrefix = "route.";

    public void Check(OperationAnalysisContext context, IOperation? exchange, IOperation? pattern, string prefix)
    {
        var (name, text) = (ConstantText.Of(exchange), ConstantText.Of(pattern));
        if (text is not null && IsSwapped(name, text, exchange is not null))
        {
            Report(context, Rules.Swapped, context.Operation, [], text);
            return;
        }

        if (name is not null)
            CheckExchange(context, exchange!, name);
        if (text is not null)
            CheckPattern(context, name, pattern!, text, prefix);
    }

    /// <summary>A known exchange's name is nobody's pattern; nor is <c>exchange/…</c> beside something with wildcards.</summary>
    private bool IsSwapped(string? exchange, string pattern, bool hasExchange) =>
        hasExchange
        && (exchange is null || !bindings.IsExchange(exchange))
        && (
            bindings.IsExchange(pattern)
            || (
                pattern.StartsWith("exchange/", StringComparison.Ordinal)
                && exchange is not null
                && PatternFit.Split(exchange).Any(word => word is "*" or "#" or "route" or "primary")
            )
        );

    private void CheckExchange(OperationAnalysisContext context, IOperation at, string name)
    {
        if (!ShortString.Fits(name))
            Report(context, Rules.TooLong, at, [], "exchange names", Encoding.UTF8.GetByteCount(name));
        else if (!bindings.IsExchange(name) && NearName.Of(name, bindings.Exchanges) is { } near)
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
        foreach (var word in PatternFit.Split(pattern))
        {
            if (WordText.WildcardInside(word) is { } wildcard)
            {
                Report(context, Rules.WildcardInWord, at, [], wildcard, word);
                return;
            }
        }

        var typed = shapes
            .Where(shape =>
                context.Compilation.IsSymbolAccessibleWithin(
                    shape.Type,
                    context.ContainingSymbol.ContainingType ?? (ISymbol)context.Compilation.Assembly
                )
            )
            .Select(shape => (shape.Type, Form: TypedForm.Of(pattern, shape)))
            .FirstOrDefault(typed => typed.Form is not null);
        if (
            typed.Form is not null
            && context.Operation
                is IInvocationOperation { TargetMethod: { Name: "To", ContainingType.Name: "Binding" } }
        )
        {
            var name = typed.Type.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat);
            Report(context, Rules.HasTypedBinding, context.Operation, [(FixProperties.Replacement, typed.Form)], name);
        }
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
        if (shapes.All(one => PatternFit.WhyNever(pattern, one) is not null))
        {
            var reason = PatternFit.WhyNever(pattern, shape);
            Report(context, Rules.NeverMatches, at, [], pattern, shape.Exchange, reason!, Lineup.Table(pattern, shape));
            return true;
        }

        if (shapes.All(one => PatternFit.HasVacuousWildcard(pattern, one)))
        {
            Report(context, Rules.VacuousWildcard, at, [], pattern, shape.Exchange, Lineup.Table(pattern, shape));
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
