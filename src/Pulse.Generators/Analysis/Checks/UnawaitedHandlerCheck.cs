using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Pulse.Generators.Analysis.Handlers;
using Pulse.Generators.Analysis.Operations;

namespace Pulse.Generators.Analysis.Checks;

/// <summary>Finds handlers that nothing awaits, and those that drop what they should await.</summary>
internal sealed class UnawaitedHandlerCheck(PulseTypes types)
{
    public void Check(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        if (!types.IsRuntimes(call.TargetMethod))
            return;
        foreach (var argument in call.Arguments)
        {
            if (
                argument.Parameter?.Type is INamedTypeSymbol { DelegateInvokeMethod: { } handler }
                && IsHandler(handler)
            )
                CheckHandler(context, argument.Value);
        }
    }

    // A delegate that returns something else is asked for it, such as orderBy.
    private static bool IsHandler(IMethodSymbol invoke) =>
        invoke.ReturnsVoid || invoke.ReturnType.Name is "Task" or "ValueTask";

    private static void CheckHandler(OperationAnalysisContext context, IOperation value)
    {
        switch (FunctionBodies.Target(LocalInitializers.Resolve(value)))
        {
            case IAnonymousFunctionOperation { Symbol: { IsAsync: true, ReturnsVoid: true } }:
            case IMethodReferenceOperation { Method: { IsAsync: true, ReturnsVoid: true } }:
                context.Report(Rules.AsyncVoid, value);
                break;

            case IAnonymousFunctionOperation lambda:
                if (new HandlerBody(lambda.Symbol, lambda.Body).FirstDropped() is { } dropped)
                    Report(context, dropped, dropped.Value);
                break;

            case IMethodReferenceOperation { Method: { IsAsync: true } method }
                when Awaitable.InnerOf(method.ReturnType) is { } inner:
                Report(context, new(value, inner), value);
                break;

            // A method is a handler only where it is passed as one, so that is where the diagnostic is.
            case IMethodReferenceOperation { Method: var method } reference:
                if (HandlerBody.Of(method, reference)?.FirstDropped() is { } inMethod && !inMethod.IsCompilerWarning)
                    Report(context, inMethod, value);
                break;
        }
    }

    private static void Report(OperationAnalysisContext context, DroppedValue dropped, IOperation at)
    {
        if (dropped.IsAsyncVoid)
            context.Report(Rules.AsyncVoid, at);
        else
            context.Report(
                Rules.DroppedAwaitable,
                at,
                dropped.Type!.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)
            );
    }
}
