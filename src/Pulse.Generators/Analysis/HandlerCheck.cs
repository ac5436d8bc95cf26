using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Pulse.Generators.Analysis;

/// <summary>Finds handlers that nobody waits for: those given as an <c>Action</c> though they are not done when they return.</summary>
internal sealed class HandlerCheck(PulseTypes types)
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
        var handler = Locals.Resolve(value);
        while (handler is IDelegateCreationOperation creation)
            handler = Locals.Bare(creation.Target);
        switch (handler)
        {
            case IAnonymousFunctionOperation { Symbol: { IsAsync: true, ReturnsVoid: true } }:
            case IMethodReferenceOperation { Method: { IsAsync: true, ReturnsVoid: true } }:
                context.ReportDiagnostic(Diagnostic.Create(Rules.AsyncVoid, value.Syntax.GetLocation()));
                break;

            case IAnonymousFunctionOperation { Symbol.IsAsync: false } lambda when Dropped(lambda) is { } dropped:
                context.ReportDiagnostic(
                    Diagnostic.Create(
                        Rules.DroppedAwaitable,
                        dropped.Syntax.GetLocation(),
                        dropped.Type!.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)
                    )
                );
                break;
        }
    }

    /// <summary>What a lambda's value, or its only statement, leaves to nobody. <c>_ = …</c> says that this is meant.</summary>
    private static IOperation? Dropped(IAnonymousFunctionOperation lambda)
    {
        var statements = lambda
            .Body.Operations.Where(one => one is not IReturnOperation { ReturnedValue: null })
            .ToList();
        return
            statements.Count == 1
            && statements[0] is IExpressionStatementOperation { Operation: var value and not IAssignmentOperation }
            && IsAwaitable(value.Type, lambda)
            ? value
            : null;
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
