using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Pulse.Generators.Analysis.Operations;

namespace Pulse.Generators.Analysis.Checks;

/// <summary>Finds handlers that nothing awaits: those passed as an <c>Action</c> although they are asynchronous.</summary>
internal sealed class UnawaitedHandlerCheck(PulseTypes types)
{
    public void Check(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        if (!types.IsRuntimes(call.TargetMethod))
            return;
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter?.Type is INamedTypeSymbol { DelegateInvokeMethod.ReturnsVoid: true })
                CheckHandler(context, argument.Value);
        }
    }

    private static void CheckHandler(OperationAnalysisContext context, IOperation value)
    {
        var handler = LocalInitializers.Resolve(value);
        while (handler is IDelegateCreationOperation creation)
            handler = LocalInitializers.Bare(creation.Target);
        switch (handler)
        {
            case IAnonymousFunctionOperation { Symbol: { IsAsync: true, ReturnsVoid: true } }:
            case IMethodReferenceOperation { Method: { IsAsync: true, ReturnsVoid: true } }:
                context.Report(Rules.AsyncVoid, value);
                break;

            case IAnonymousFunctionOperation { Symbol.IsAsync: false } lambda:
                CheckBody(context, lambda);
                break;
        }
    }

    /// <summary>Reports the first awaitable that a lambda drops. <c>_ = …</c> is accepted as intended.</summary>
    private static void CheckBody(OperationAnalysisContext context, IAnonymousFunctionOperation lambda)
    {
        foreach (var value in Values(lambda))
        {
            if (value is IInvocationOperation { TargetMethod: { IsAsync: true, ReturnsVoid: true } })
            {
                context.Report(Rules.AsyncVoid, value);
                return;
            }

            if (value is not IAssignmentOperation && IsAwaitable(value.Type, lambda))
            {
                var type = value.Type!.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
                context.Report(Rules.DroppedAwaitable, value, type);
                return;
            }
        }
    }

    /// <summary>The values that a lambda's statements drop, except those inside nested functions.</summary>
    private static IEnumerable<IOperation> Values(IAnonymousFunctionOperation lambda) =>
        lambda
            .Body.Descendants()
            .OfType<IExpressionStatementOperation>()
            .Where(statement => Function(statement) == lambda)
            .Select(statement => statement.Operation);

    private static IOperation? Function(IOperation inside)
    {
        var around = inside.Parent;
        while (around is not null and not IAnonymousFunctionOperation and not ILocalFunctionOperation)
            around = around.Parent;
        return around;
    }

    private static bool IsAwaitable(ITypeSymbol? type, IAnonymousFunctionOperation lambda) =>
        type is not null
        && lambda.SemanticModel is { } model
        && model
            .LookupSymbols(lambda.Syntax.SpanStart, type, "GetAwaiter", includeReducedExtensionMethods: true)
            .OfType<IMethodSymbol>()
            .Any(method =>
                method is { Parameters.IsEmpty: true, ReturnType: var awaiter }
                && awaiter.GetMembers("IsCompleted").Any()
                && awaiter.GetMembers("GetResult").Any()
            );
}
