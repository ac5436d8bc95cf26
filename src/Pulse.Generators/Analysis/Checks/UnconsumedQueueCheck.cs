using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Pulse.Generators.Analysis.Queues;

namespace Pulse.Generators.Analysis.Checks;

/// <summary>Finds queues that are described and then dropped.</summary>
internal static class UnconsumedQueueCheck
{
    public static void Check(OperationAnalysisContext context, DescribedQueue queue)
    {
        if (queue.IsWhole && !queue.IsDiscarded && queue.Consumers.Count == 0 && !IsTriedOut(queue))
            context.Report(Rules.NeverConsumed, queue.Start);
    }

    /// <summary>
    /// Whether somebody probably looks at what describing throws: a lambda does nothing else and is called by a method that is
    /// not of .NET, such as <c>Assert.Throws</c>, or the exception is caught.
    /// </summary>
    private static bool IsTriedOut(DescribedQueue queue)
    {
        for (var at = queue.Start; at.Parent is { } parent; at = parent)
        {
            if (parent is IAnonymousFunctionOperation lambda)
                return OnlyDescribes(lambda, queue) && !IsCalledByFramework(lambda);
            if (parent is ILocalFunctionOperation)
                return false;
            if (parent is ITryOperation { Catches: var catches } attempt && attempt.Body == at)
                return catches.Any(one => IsOfDescribing(one.ExceptionType));
        }

        return false;
    }

    private static bool OnlyDescribes(IAnonymousFunctionOperation lambda, DescribedQueue queue) =>
        lambda.Body.Operations.All(statement =>
            statement is IVariableDeclarationGroupOperation or IReturnOperation { ReturnedValue: null }
            || queue.Settings.Append(queue.Start).Any(part => statement.Syntax.Span.Contains(part.Syntax.Span))
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
