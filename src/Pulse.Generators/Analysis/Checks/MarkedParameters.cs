using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Pulse.Generators.Analysis.Bindings;
using Pulse.Generators.Analysis.Operations;

namespace Pulse.Generators.Analysis.Checks;

/// <summary>
/// Finds what is passed for parameters that are marked as exchange name, pattern or publishing key: the
/// runtime's own (<c>Binding.To</c>) and those of users' methods alike.
/// </summary>
internal sealed class MarkedParameters(PulseTypes types, KnownBindings bindings)
{
    private static readonly Marks None = new([], [], []);

    private readonly ConcurrentDictionary<IMethodSymbol, Marks> _marks = new(SymbolEqualityComparer.Default);
    private readonly RawBindingCheck _raw = new(types, bindings);
    private readonly PublishingKeyCheck _publishing = new(types, bindings);

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

        foreach (var key in marks.Keys)
            _publishing.Check(context, Passed(arguments, key));
        for (var rank = 0; rank < Math.Max(marks.Exchanges.Count, marks.Patterns.Count); rank++)
        {
            var exchange = Passed(arguments, marks.Exchanges.ElementAtOrDefault(rank));
            var (at, prefix) = marks.Patterns.ElementAtOrDefault(rank);
            _raw.Check(context, exchange, Elements(Passed(arguments, at)), prefix);
        }
    }

    private Marks Read(IMethodSymbol method)
    {
        var marks = new Marks([], [], []);
        foreach (var parameter in method.Parameters)
        {
            if (PulseTypes.Find(parameter, types.ExchangeName) is not null)
                marks.Exchanges.Add(parameter);
            if (PulseTypes.Find(parameter, types.RoutingPattern) is { NamedArguments: var named })
                marks.Patterns.Add(
                    (parameter, named.FirstOrDefault(pair => pair.Key == "Prefix").Value.Value as string ?? "")
                );
            if (PulseTypes.Find(parameter, types.PublishingKey) is not null)
                marks.Keys.Add(parameter);
        }

        return marks is { Exchanges.Count: 0, Patterns.Count: 0, Keys.Count: 0 } ? None : marks;
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

    private static IReadOnlyList<IOperation> Elements(IOperation? passed) =>
        passed is null ? [] : passed.Elements() ?? [passed];

    private sealed record Marks(
        List<IParameterSymbol> Exchanges,
        List<(IParameterSymbol? At, string Prefix)> Patterns,
        List<IParameterSymbol> Keys
    );
}
