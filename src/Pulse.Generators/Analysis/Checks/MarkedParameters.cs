using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Pulse.Generators.Analysis.Bindings;
using Pulse.Generators.Analysis.Operations;

namespace Pulse.Generators.Analysis.Checks;

/// <summary>
/// Finds the arguments for parameters that are marked as exchange name, pattern or key, and hands them to the checks. The
/// runtime's own parameters (<c>Binding.To</c>, <c>PublishAsync</c>) carry the same marks as those of users' methods.
/// </summary>
internal sealed class MarkedParameters(PulseTypes types, KnownBindings bindings)
{
    private static readonly Marks None = new([], []);

    private readonly ConcurrentDictionary<IMethodSymbol, Marks> _marks = new(SymbolEqualityComparer.Default);
    private readonly SwappedArgumentsCheck _swappedArguments = new(bindings);
    private readonly MisspeltExchangeCheck _misspeltExchanges = new(bindings);
    private readonly PatternCheck _patterns = new(bindings);
    private readonly RawBindingCheck _rawBindings = new(types, bindings);

    public void Check(OperationAnalysisContext context)
    {
        var (method, arguments) = context.Operation switch
        {
            IInvocationOperation call => (call.TargetMethod, call.Arguments),
            IObjectCreationOperation creation => (creation.Constructor, creation.Arguments),
            _ => (null, ImmutableArray<IArgumentOperation>.Empty),
        };
        if (method is null || arguments.IsEmpty || !bindings.MayUsePulse(method))
            return;
        var marks = _marks.GetOrAdd(method.OriginalDefinition, Read);
        if (marks == None)
            return;

        for (var rank = 0; rank < Math.Max(marks.Exchanges.Count, marks.Patterns.Count); rank++)
        {
            var exchange = Passed(arguments, marks.Exchanges.ElementAtOrDefault(rank));
            var (at, prefix, isKey) = marks.Patterns.ElementAtOrDefault(rank);
            CheckBinding(context, exchange, Patterns(Passed(arguments, at), prefix, isKey));
        }
    }

    private void CheckBinding(
        OperationAnalysisContext context,
        IOperation? exchange,
        IReadOnlyList<PassedPattern> patterns
    )
    {
        var name = ConstantText.Of(exchange);
        if (exchange is not null && _swappedArguments.Check(context, name, patterns))
            return;
        if (name is not null)
            _misspeltExchanges.Check(context, exchange!, name);
        foreach (var pattern in patterns.Where(pattern => PatternCheck.CheckLength(context, pattern)))
        {
            if (pattern.IsKey)
            {
                _patterns.CheckKey(context, name, pattern);
                continue;
            }

            RoutePrefixCheck.Check(context, pattern);
            if (_patterns.Check(context, name, pattern))
                _rawBindings.Check(context, name, pattern);
        }
    }

    private Marks Read(IMethodSymbol method)
    {
        var marks = new Marks([], []);
        foreach (var parameter in method.Parameters)
        {
            if (PulseTypes.Find(parameter, types.ExchangeName) is not null)
                marks.Exchanges.Add(parameter);
            if (PulseTypes.Find(parameter, types.RoutingPattern) is { NamedArguments: var named })
                marks.Patterns.Add(
                    (parameter, named.FirstOrDefault(pair => pair.Key == "Prefix").Value.Value as string ?? "", false)
                );
            if (PulseTypes.Find(parameter, types.RoutingKey) is not null)
                marks.Patterns.Add((parameter, "", true));
        }

        return marks is { Exchanges.Count: 0, Patterns.Count: 0 } ? None : marks;
    }

    private static IOperation? Passed(ImmutableArray<IArgumentOperation> arguments, IParameterSymbol? parameter) =>
        parameter is null
            ? null
            : arguments
                .FirstOrDefault(argument =>
                    argument.Parameter?.Ordinal == parameter.Ordinal
                    && argument.ArgumentKind != ArgumentKind.DefaultValue
                )
                ?.Value;

    /// <summary>The constants that are passed as patterns, one or several, or as a key.</summary>
    private static List<PassedPattern> Patterns(IOperation? passed, string? prefix, bool isKey)
    {
        var patterns = new List<PassedPattern>();
        if (passed is null)
            return patterns;
        foreach (var element in passed.Elements() ?? [passed])
        {
            if (ConstantText.Of(element) is { } text)
                patterns.Add(new(element, text, prefix ?? "", isKey));
        }

        return patterns;
    }

    private sealed record Marks(
        List<IParameterSymbol> Exchanges,
        List<(IParameterSymbol? At, string Prefix, bool IsKey)> Patterns
    );
}
