using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Pulse.Generators.Analysis.Handlers;

/// <summary>A value in a handler that should be awaited and is not.</summary>
/// <param name="Value">The expression.</param>
/// <param name="Type">The type that is dropped; null for a method that returns <c>async void</c>.</param>
internal sealed record DroppedValue(IOperation Value, ITypeSymbol? Type)
{
    public bool IsAsyncVoid => Type is null;

    /// <summary>Whether the compiler warns of it as well: it knows methods that are <c>async</c> (CS4014).</summary>
    public bool IsCompilerWarning =>
        Value is { Parent: IExpressionStatementOperation } and IInvocationOperation { TargetMethod.IsAsync: true };
}
