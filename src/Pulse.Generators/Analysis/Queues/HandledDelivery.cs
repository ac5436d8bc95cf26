using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Pulse.Generators.Analysis.Operations;

namespace Pulse.Generators.Analysis.Queues;

/// <summary>A delivery in the code that handles it, a lambda or the body of a loop, and what becomes of it there.</summary>
internal sealed class HandledDelivery
{
    private readonly IOperation _body;
    private readonly IReadOnlyList<ISymbol> _variables;
    private readonly bool _isGivenBack;

    private HandledDelivery(IOperation body, IReadOnlyList<ISymbol> variables, bool isGivenBack)
    {
        _body = body;
        _variables = variables;
        _isGivenBack = isGivenBack;
    }

    /// <summary>The delivery of a lambda; null if the handler is something else, such as a method.</summary>
    public static HandledDelivery? Of(IOperation? handler) =>
        handler is not null && FunctionBodies.Target(handler) is IAnonymousFunctionOperation lambda
            ? new(lambda.Body, lambda.Symbol.Parameters, AlwaysThrows(lambda.Body))
            : null;

    /// <summary>The delivery of a loop; null if the loop takes it apart, or has it as something else.</summary>
    public static HandledDelivery? Of(IForEachLoopOperation? loop, PulseTypes types) =>
        loop?.LoopControlVariable is IVariableDeclaratorOperation { Symbol: var variable }
        && IsDelivery(variable.Type, types)
            ? new(loop.Body, [variable], MayBeLeft(loop))
            : null;

    /// <summary>The first call that settles the delivery, as far as the code does it by itself; null if there is none.</summary>
    public IInvocationOperation? FirstSettlement(PulseTypes types) =>
        Uses(types).Select(use => Settlement(use, types)).FirstOrDefault(call => call is not null);

    /// <summary>Whether the code looks at how the delivery is settled.</summary>
    public bool ReadsSettlement(PulseTypes types) =>
        Uses(types).Any(use => use.Parent is IPropertyReferenceOperation { Property.Name: "Settlement" });

    /// <summary>
    /// Whether the delivery stays unsettled: the code only reads from it, passes it to nothing that might settle it, and
    /// does not give it back, by throwing or by leaving its loop.
    /// </summary>
    public bool NeverSettles(PulseTypes types) => !_isGivenBack && Uses(types).All(use => IsRead(use, types));

    private IEnumerable<IOperation> Uses(PulseTypes types) =>
        _body
            .DescendantsAndSelf()
            .Where(use =>
                use switch
                {
                    IParameterReferenceOperation { Parameter: var parameter } => IsOurs(parameter),
                    ILocalReferenceOperation { Local: var local } => IsOurs(local),
                    _ => false,
                } && IsDelivery(use.Type, types)
            );

    private bool IsOurs(ISymbol variable) => _variables.Contains(variable, SymbolEqualityComparer.Default);

    private static bool IsDelivery(ITypeSymbol? type, PulseTypes types) =>
        SymbolEqualityComparer.Default.Equals(type, types.Delivery)
        || SymbolEqualityComparer.Default.Equals(type?.BaseType, types.Delivery);

    private static bool AlwaysThrows(IBlockOperation body) =>
        body.Operations.LastOrDefault(one => one is not IReturnOperation { ReturnedValue: null }) switch
        {
            IThrowOperation => true,
            IExpressionStatementOperation { Operation: var value } => LocalInitializers.Bare(value) is IThrowOperation,
            IReturnOperation { ReturnedValue: { } value } => LocalInitializers.Bare(value) is IThrowOperation,
            _ => false,
        };

    /// <summary>Whether a loop may end in its body, which gives back all that is unsettled: a look into a queue does that.</summary>
    private static bool MayBeLeft(IForEachLoopOperation loop) =>
        loop
            .Body.DescendantsAndSelf()
            .Any(one =>
                one is IBranchOperation { BranchKind: not BranchKind.Continue } or IReturnOperation or IThrowOperation
                && FunctionBodies.Around(one) == FunctionBodies.Around(loop)
            );

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
