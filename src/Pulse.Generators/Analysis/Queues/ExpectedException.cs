using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Pulse.Generators.Analysis.Queues;

/// <summary>
/// Tells whether somebody probably looks at what describing a queue throws: a lambda does nothing else and is called by a
/// method that is not of .NET, such as <c>Assert.Throws</c>, or the exception is caught.
/// </summary>
internal static class ExpectedException
{
    /// <param name="start">Where the description starts.</param>
    /// <param name="settings">The calls that describe the queue.</param>
    public static bool MayBeOf(IOperation start, IReadOnlyList<IInvocationOperation> settings)
    {
        for (var at = start; at.Parent is { } parent; at = parent)
        {
            if (parent is IAnonymousFunctionOperation lambda)
                return OnlyDescribes(lambda, start, settings) && !IsCalledByFramework(lambda);
            if (parent is ILocalFunctionOperation)
                return false;
            if (parent is ITryOperation { Catches: var catches } attempt && attempt.Body == at)
                return catches.Any(one => IsOfDescribing(one.ExceptionType));
        }

        return false;
    }

    private static bool OnlyDescribes(
        IAnonymousFunctionOperation lambda,
        IOperation start,
        IReadOnlyList<IInvocationOperation> settings
    ) =>
        lambda.Body.Operations.All(statement =>
            statement is IVariableDeclarationGroupOperation or IReturnOperation { ReturnedValue: null }
            || settings.Append(start).Any(part => statement.Syntax.Span.Contains(part.Syntax.Span))
        );

    private static bool IsCalledByFramework(IAnonymousFunctionOperation lambda)
    {
        IOperation at = lambda;
        while (at.Parent is IDelegateCreationOperation or IConversionOperation or IParenthesizedOperation)
            at = at.Parent;
        if (at.Parent is not IArgumentOperation { Parent: IInvocationOperation { TargetMethod: var method } })
            return false;
        var space = method.ContainingNamespace;
        while (space is { ContainingNamespace: { IsGlobalNamespace: false } outer })
            space = outer;
        return space is { Name: "System" };
    }

    private static bool IsOfDescribing(ITypeSymbol? exception)
    {
        for (; exception is not null; exception = exception.BaseType)
        {
            if (exception.Name is "ArgumentException" or "InvalidOperationException")
                return true;
        }

        return false;
    }
}
