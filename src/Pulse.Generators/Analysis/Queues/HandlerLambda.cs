using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Pulse.Generators.Analysis.Operations;

namespace Pulse.Generators.Analysis.Queues;

/// <summary>A lambda that is passed as a handler, and what it does with its delivery.</summary>
internal sealed class HandlerLambda
{
    private readonly IAnonymousFunctionOperation _lambda;

    private HandlerLambda(IAnonymousFunctionOperation lambda) => _lambda = lambda;

    /// <summary>The lambda; null if the handler is something else, such as a method.</summary>
    public static HandlerLambda? Of(IOperation? handler) =>
        handler is not null && FunctionBodies.Target(handler) is IAnonymousFunctionOperation lambda
            ? new(lambda)
            : null;

    /// <summary>The first call that settles the delivery, as far as the lambda does it by itself; null if there is none.</summary>
    public IInvocationOperation? FirstSettlement(PulseTypes types) =>
        Uses(types).Select(use => Settlement(use, types)).FirstOrDefault(call => call is not null);

    /// <summary>Whether the lambda looks at how the delivery is settled.</summary>
    public bool ReadsSettlement(PulseTypes types) =>
        Uses(types).Any(use => use.Parent is IPropertyReferenceOperation { Property.Name: "Settlement" });

    /// <summary>
    /// Whether the delivery stays unsettled: the lambda only reads from it, passes it to nothing that might settle it, and
    /// does not always throw, which settles it as well.
    /// </summary>
    public bool NeverSettles(PulseTypes types) => !AlwaysThrows() && Uses(types).All(use => IsRead(use, types));

    private IEnumerable<IOperation> Uses(PulseTypes types) =>
        _lambda
            .Body.Descendants()
            .OfType<IParameterReferenceOperation>()
            .Where(use =>
                IsDelivery(use.Type, types)
                && _lambda.Symbol.Parameters.Contains(use.Parameter, SymbolEqualityComparer.Default)
            );

    private static bool IsDelivery(ITypeSymbol? type, PulseTypes types) =>
        SymbolEqualityComparer.Default.Equals(type, types.Delivery)
        || SymbolEqualityComparer.Default.Equals(type?.BaseType, types.Delivery);

    private bool AlwaysThrows() =>
        _lambda.Body.Operations.LastOrDefault(one => one is not IReturnOperation { ReturnedValue: null }) switch
        {
            IThrowOperation => true,
            IExpressionStatementOperation { Operation: var value } => LocalInitializers.Bare(value) is IThrowOperation,
            IReturnOperation { ReturnedValue: { } value } => LocalInitializers.Bare(value) is IThrowOperation,
            _ => false,
        };

    private static IInvocationOperation? Settlement(IOperation use, PulseTypes types) =>
        Unconverted(use).Parent
            is IInvocationOperation { TargetMethod.Name: "AckAsync" or "RejectAsync" or "RequeueAsync" } call
        && types.IsRuntimes(call.TargetMethod)
            ? call
            : null;

    private static bool IsRead(IOperation use, PulseTypes types)
    {
        var value = Unconverted(use);
        return value.Parent switch
        {
            IPropertyReferenceOperation member => member.Instance == value,
            IInvocationOperation call => call.Instance == value && Settlement(use, types) is null,
            IInterpolationOperation => true,
            IArgumentOperation { Parent: IInvocationOperation { TargetMethod.ContainingType: var type } } => type
                is {
                    Name: "Console",
                    ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true }
                },
            _ => false,
        };
    }

    private static IOperation Unconverted(IOperation use)
    {
        while (use.Parent is IConversionOperation or IParenthesizedOperation)
            use = use.Parent;
        return use;
    }
}
