using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Pulse.Generators.Analysis.Operations;
using Pulse.Generators.Analysis.Patterns;

namespace Pulse.Generators.Analysis.Checks;

/// <summary>Finds calls of <c>RoutingKeyPattern.Matches</c> whose pattern and routing key are swapped.</summary>
internal sealed class SwappedMatchCheck(PulseTypes types)
{
    public void Check(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        if (
            call.TargetMethod is not { Name: "Matches", ContainingType.Name: "RoutingKeyPattern" } method
            || !types.IsRuntimes(method)
            || call.Argument("pattern") is not { } pattern
            || Text(call.Argument("routingKey")) is not { } key
            || !HasWildcard(key)
        )
            return;
        // A question whether one pattern covers another passes two patterns.
        if (Text(pattern) is { } text ? !HasWildcard(text) : !IsNamedPattern(Value(pattern)))
            context.Report(Rules.SwappedMatch, call, key);
    }

    private static bool HasWildcard(string text) => PatternFeasibility.Split(text).Any(word => word is "*" or "#");

    private bool IsNamedPattern(IOperation value) =>
        value switch
        {
            IPropertyReferenceOperation { Property: { Name: "RoutingKey", ContainingType: { } type } } => !IsDelivery(
                type
            ),
            IMemberReferenceOperation { Member.Name: var name } => IsPattern(name),
            ILocalReferenceOperation { Local.Name: var name } => IsPattern(name),
            IParameterReferenceOperation { Parameter.Name: var name } => IsPattern(name),
            IInvocationOperation { TargetMethod.Name: var name } => IsPattern(name),
            _ => false,
        };

    private bool IsDelivery(INamedTypeSymbol type) =>
        SymbolEqualityComparer.Default.Equals(type, types.Delivery)
        || SymbolEqualityComparer.Default.Equals(type.BaseType, types.Delivery);

    private static bool IsPattern(string name) =>
        name.IndexOf("pattern", StringComparison.OrdinalIgnoreCase) >= 0
        || name.IndexOf("binding", StringComparison.OrdinalIgnoreCase) >= 0;

    private static string? Text(IOperation? span) => span is null ? null : ConstantText.Of(Value(span));

    /// <summary>The string that a span is made of.</summary>
    private static IOperation Value(IOperation span)
    {
        var value = LocalInitializers.Resolve(span);
        while (value is IInvocationOperation { TargetMethod.Name: "AsSpan", Arguments.Length: 1 } call)
            value = LocalInitializers.Resolve(call.Receiver() ?? call.Arguments[0].Value);
        return value;
    }
}
