using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Pulse.Generators.Analysis.Operations;

/// <summary>What the compiler's operations do not say in one word.</summary>
internal static class OperationExtensions
{
    /// <summary>What is passed for a parameter; null where nothing is.</summary>
    public static IOperation? Argument(this IInvocationOperation call, string parameter) =>
        call.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == parameter)?.Value;

    /// <summary>What a method is called on, also where it is an extension.</summary>
    public static IOperation? Receiver(this IInvocationOperation call) =>
        call.Instance
        ?? (
            call.TargetMethod.IsExtensionMethod
                ? call.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == 0)?.Value
                : null
        );

    /// <summary>What is passed where several can be, as an array, a collection expression or <c>params</c>; null for anything else.</summary>
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
