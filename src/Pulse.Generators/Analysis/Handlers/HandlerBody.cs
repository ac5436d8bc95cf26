using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Pulse.Generators.Analysis.Operations;

namespace Pulse.Generators.Analysis.Handlers;

/// <summary>
/// The statements of a handler, without those of functions inside. In an <c>async</c> one, the compiler itself warns of calls
/// that are not awaited.
/// </summary>
internal sealed class HandlerBody(IMethodSymbol function, IOperation body)
{
    private readonly IOperation? _function = FunctionBodies.Around(body.Descendants().FirstOrDefault() ?? body);

    /// <summary>The body of a method that is declared in the file that refers to it; null for any other method.</summary>
    public static HandlerBody? Of(IMethodSymbol method, IOperation reference)
    {
        var syntax = method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax();
        if (syntax is null || syntax.SyntaxTree != reference.Syntax.SyntaxTree)
            return null;
        var body = syntax switch
        {
            MethodDeclarationSyntax or LocalFunctionStatementSyntax => reference.SemanticModel?.GetOperation(syntax),
            _ => null,
        };
        return body is null ? null : new(method, body);
    }

    /// <summary>The first value that should be awaited; null if there is none.</summary>
    public DroppedValue? FirstDropped() =>
        body.Descendants()
            .Where(one => one is IExpressionStatementOperation or IReturnOperation or IVariableDeclaratorOperation)
            .Where(one => FunctionBodies.Around(one) == _function)
            .Select(one =>
                one switch
                {
                    IExpressionStatementOperation { Operation: var value } => OfStatement(value),
                    IReturnOperation { ReturnedValue: { } value } => OfReturned(value),
                    IVariableDeclaratorOperation variable => OfVariable(variable),
                    _ => null,
                }
            )
            .FirstOrDefault(dropped => dropped is not null);

    /// <summary><c>_ = …</c> and other assignments are accepted as intended.</summary>
    private DroppedValue? OfStatement(IOperation value)
    {
        if (value is IAwaitOperation)
            return Awaitable.IsInside(value) ? new(value, value.Type) : null;
        if (function.IsAsync || !function.ReturnsVoid || value is IAssignmentOperation)
            return null;
        if (value is IInvocationOperation { TargetMethod: { IsAsync: true, ReturnsVoid: true } })
            return new(value, null);
        return Awaitable.Is(value) && !Awaitable.IsKept(value) ? new(value, value.Type) : null;
    }

    /// <summary>The task of a task: whoever awaits the outer one does not await the inner one.</summary>
    private DroppedValue? OfReturned(IOperation returned)
    {
        var value = LocalInitializers.Bare(returned);
        return !function.IsAsync && value is IInvocationOperation && Awaitable.InnerOf(value) is { } inner
            ? new(value, inner)
            : null;
    }

    private DroppedValue? OfVariable(IVariableDeclaratorOperation variable)
    {
        if (variable is not { Symbol.Name: not "_", Initializer.Value: { } initializer })
            return null;
        var value = LocalInitializers.Bare(initializer);
        var isDropped = value switch
        {
            IInvocationOperation => Awaitable.Is(value) && !Awaitable.IsKept(value),
            IAwaitOperation => Awaitable.IsInside(value),
            _ => false,
        };
        return isDropped && !IsUsed(variable) ? new(value, value.Type) : null;
    }

    private bool IsUsed(IVariableDeclaratorOperation variable) =>
        variable.Symbol.IsUsing
        || body.Descendants()
            .Any(one =>
                one is ILocalReferenceOperation reference
                && SymbolEqualityComparer.Default.Equals(reference.Local, variable.Symbol)
            );
}
