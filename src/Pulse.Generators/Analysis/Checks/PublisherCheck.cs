using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Pulse.Generators.Analysis.Operations;

namespace Pulse.Generators.Analysis.Checks;

/// <summary>Finds publishers that are created for each message, and messages whose publishing nothing awaits.</summary>
internal sealed class PublisherCheck(PulseTypes types)
{
    public void Check(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        var type = call.TargetMethod.ContainingType;
        if (Is(type, types.Connection) && call.TargetMethod.Name == "CreatePublisher")
        {
            if (IsForEachMessage(call))
                context.Report(Rules.PublisherPerMessage, call);
        }
        else if (Is(type, types.Publisher) && call.TargetMethod.Name is "PublishAsync" or "DeclareExchangesAsync")
        {
            if (call.Parent is IExpressionStatementOperation && IsUnwatched(call))
                context.Report(Rules.UnawaitedPublish, call);
        }
    }

    private static bool Is(ITypeSymbol type, INamedTypeSymbol? other) =>
        other is not null && SymbolEqualityComparer.Default.Equals(type, other);

    /// <summary>Whether code is in a handler, or in a loop over a queue's messages.</summary>
    private bool IsForEachMessage(IOperation inside)
    {
        for (var around = inside.Parent; around is not null; around = around.Parent)
        {
            if (around is IAnonymousFunctionOperation function && IsHandler(function))
                return true;
            if (around is IForEachLoopOperation loop && IsOverMessages(loop))
                return true;
        }

        return false;
    }

    /// <summary>
    /// Whether nobody says that a statement drops a task: the compiler does in what is <c>async</c> (CS4014), and another rule
    /// in handlers.
    /// </summary>
    private bool IsUnwatched(IOperation statement) =>
        FunctionBodies.Around(statement) switch
        {
            IAnonymousFunctionOperation lambda => !lambda.Symbol.IsAsync && !IsHandler(lambda),
            ILocalFunctionOperation local => !local.Symbol.IsAsync,
            _ => statement.SemanticModel?.GetEnclosingSymbol(statement.Syntax.SpanStart)
                is not IMethodSymbol { IsAsync: true },
        };

    private bool IsHandler(IAnonymousFunctionOperation function)
    {
        IOperation at = function;
        while (at.Parent is IDelegateCreationOperation or IConversionOperation or IParenthesizedOperation)
            at = at.Parent;
        return at.Parent is IArgumentOperation { Parent: IInvocationOperation call }
            && types.IsRuntimes(call.TargetMethod)
            && function.Symbol.Parameters.Any(IsDelivery);
    }

    private bool IsOverMessages(IForEachLoopOperation loop) =>
        loop
            .Collection.DescendantsAndSelf()
            .OfType<IInvocationOperation>()
            .Any(call => call.TargetMethod.Name == "ReadAllAsync" && types.IsRuntimes(call.TargetMethod));

    private bool IsDelivery(IParameterSymbol parameter)
    {
        for (ITypeSymbol? type = parameter.Type; type is not null; type = type.BaseType)
        {
            if (Is(type, types.Delivery))
                return true;
        }

        return false;
    }
}
