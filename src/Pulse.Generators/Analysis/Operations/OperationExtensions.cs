using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Pulse.Generators.Analysis.Operations;

/// <summary>Questions that the compiler's operations do not answer directly.</summary>
internal static class OperationExtensions
{
    /// <summary>The argument for a parameter; null if there is none.</summary>
    public static IOperation? Argument(this IInvocationOperation call, string parameter) =>
        call.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == parameter)?.Value;

    /// <summary>The number that is passed for a parameter; null if it is not constant.</summary>
    public static int? Constant(this IInvocationOperation call, string parameter) =>
        call.Argument(parameter) is { ConstantValue: { HasValue: true, Value: int number } } ? number : null;

    /// <summary>The object that a method is called on, including an extension method's.</summary>
    public static IOperation? Receiver(this IInvocationOperation call) =>
        call.Instance
        ?? (
            call.TargetMethod.IsExtensionMethod
                ? call.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == 0)?.Value
                : null
        );

    /// <summary>The elements of an array, a collection expression or <c>params</c>; null for anything else.</summary>
    public static IReadOnlyList<IOperation>? Elements(this IOperation passed) =>
        LocalInitializers.Bare(passed) switch
        {
            IArrayCreationOperation { Initializer.ElementValues: var elements } => elements,
            // Compilers newer than the API that this binds to have an operation of its own for these.
            { Syntax: CollectionExpressionSyntax, ChildOperations: var elements } => [.. elements],
            { IsImplicit: true, ChildOperations: var elements } => [.. elements],
            _ => null,
        };
}
