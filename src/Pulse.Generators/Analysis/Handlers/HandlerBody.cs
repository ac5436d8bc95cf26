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
    private static readonly string[] Ignored = ["ignore", "unused", "discard"];

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
                    IVariableDeclaratorOperation { Initializer.Value: { } value } variable => OfVariable(
                        variable.Symbol,
                        value
                    ),
                    _ => null,
                }
            )
            .FirstOrDefault(dropped => dropped is not null);

    /// <summary><c>_ = …</c> and other assignments are accepted as intended.</summary>
    private DroppedValue? OfStatement(IOperation value)
    {
        if (value is IAwaitOperation)
            return Awaitable.IsInside(value) ? new(value, value.Type) : null;
        if (value is ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var local } } set)
            return IsOurs(local) ? OfVariable(local, set.Value) : null;
        if (function.IsAsync || !function.ReturnsVoid || value is IAssignmentOperation)
            return null;
        if (value is IInvocationOperation { TargetMethod: { IsAsync: true, ReturnsVoid: true } })
            return new(value, null);
        return Awaitable.Is(value) && !Awaitable.IsKept(value) ? new(value, value.Type) : null;
    }

    /// <summary>The task of a task: awaiting the outer one does not await the inner one.</summary>
    private DroppedValue? OfReturned(IOperation returned)
    {
        var value = LocalInitializers.Bare(returned);
        return value switch
        {
            _ when function.IsAsync => null,
            IConditionalOperation { WhenFalse: { } whenFalse } either => OfReturned(either.WhenTrue)
                ?? OfReturned(whenFalse),
            ICoalesceOperation either => OfReturned(either.Value) ?? OfReturned(either.WhenNull),
            ISwitchExpressionOperation choice => choice
                .Arms.Select(arm => OfReturned(arm.Value))
                .FirstOrDefault(dropped => dropped is not null),
            _ => Awaitable.InnerOf(value) is { } inner ? new(value, inner) : null,
        };
    }

    private DroppedValue? OfVariable(ILocalSymbol variable, IOperation set)
    {
        if (IsToBeIgnored(variable.Name) || variable.IsUsing)
            return null;
        var value = LocalInitializers.Bare(set);
        var isDropped = value switch
        {
            IInvocationOperation => Awaitable.Is(value) && !Awaitable.IsKept(value),
            IAwaitOperation => Awaitable.IsInside(value),
            _ => false,
        };
        return isDropped && !IsRead(variable) ? new(value, value.Type) : null;
    }

    // As an author says that a task is left to itself.
    private static bool IsToBeIgnored(string name) =>
        name[0] == '_' || Ignored.Any(word => name.StartsWith(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a variable is declared in this handler, so that nothing outside can read it.</summary>
    private bool IsOurs(ILocalSymbol variable) =>
        !variable.IsRef && SymbolEqualityComparer.Default.Equals(variable.ContainingSymbol, function);

    private bool IsRead(ILocalSymbol variable) =>
        body.Descendants()
            .Any(one =>
                one is ILocalReferenceOperation reference
                && SymbolEqualityComparer.Default.Equals(reference.Local, variable)
                && !(
                    reference.Parent is ISimpleAssignmentOperation { Parent: IExpressionStatementOperation } set
                    && set.Target == reference
                )
            );
}
