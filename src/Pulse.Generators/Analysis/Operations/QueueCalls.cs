using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Pulse.Generators.Analysis.Operations;

/// <summary>Finds the calls of <c>On</c> that certainly run before another one, on the same builder.</summary>
internal static class QueueCalls
{
    public static bool IsOn(IInvocationOperation call, PulseTypes types) =>
        call.TargetMethod.Name == "On" && IsBuilders(call, types);

    /// <summary>
    /// Those earlier in the chain; if the chain starts at a variable, also those in statements above it, in the same block or in
    /// one around it. A call in a branch or loop of its own may not run and does not count.
    /// </summary>
    public static IEnumerable<IInvocationOperation> Before(IInvocationOperation call, PulseTypes types)
    {
        var root = call.Receiver();
        foreach (var earlier in Chain(root, types, out root))
            yield return earlier;
        if (Variable(root) is not { } variable)
            yield break;

        for (IOperation at = call; at.Parent is { } parent; at = parent)
        {
            if (parent is IAnonymousFunctionOperation or ILocalFunctionOperation)
                yield break; // The function may run at any time.
            if (parent is not IBlockOperation block)
                continue;
            for (var index = block.Operations.IndexOf(at) - 1; index >= 0; index--)
            {
                var statement = block.Operations[index];
                var chain = Chain(Value(statement, variable), types, out var start);
                var isOurs = SymbolEqualityComparer.Default.Equals(Variable(start), variable);
                if (isOurs || Declares(statement, variable))
                {
                    foreach (var earlier in chain)
                        yield return earlier;
                }

                if (!isOurs && (Declares(statement, variable) || Assigns(statement, variable)))
                    yield break; // Before this statement, the variable held another builder.
            }
        }
    }

    private static bool IsBuilders(IInvocationOperation call, PulseTypes types) =>
        types.IsRuntimes(call.TargetMethod)
        && SymbolEqualityComparer.Default.Equals(call.TargetMethod.ReturnType, types.QueueBuilder)
        && SymbolEqualityComparer.Default.Equals(call.Receiver()?.Type, types.QueueBuilder);

    /// <summary>The calls of <c>On</c> in a chain, the last first, and the expression that the chain starts with.</summary>
    private static List<IInvocationOperation> Chain(IOperation? last, PulseTypes types, out IOperation? start)
    {
        var calls = new List<IInvocationOperation>();
        start = last is null ? null : LocalInitializers.Bare(last);
        while (start is IInvocationOperation call && IsBuilders(call, types))
        {
            if (IsOn(call, types))
                calls.Add(call);
            start = LocalInitializers.Bare(call.Receiver()!);
        }

        return calls;
    }

    /// <summary>The expression that a statement calls, or assigns to the variable.</summary>
    private static IOperation? Value(IOperation statement, ISymbol variable) =>
        statement switch
        {
            IExpressionStatementOperation { Operation: ISimpleAssignmentOperation set }
                when SymbolEqualityComparer.Default.Equals(Variable(set.Target), variable) => set.Value,
            IExpressionStatementOperation { Operation: ISimpleAssignmentOperation { Target: IDiscardOperation } set } =>
                set.Value,
            IExpressionStatementOperation { Operation: var operation } => operation,
            IVariableDeclarationGroupOperation group => group
                .Declarations.SelectMany(declaration => declaration.Declarators)
                .FirstOrDefault(declarator => SymbolEqualityComparer.Default.Equals(declarator.Symbol, variable))
                ?.GetVariableInitializer()
                ?.Value,
            _ => null,
        };

    private static bool Declares(IOperation statement, ISymbol variable) =>
        statement is IVariableDeclarationGroupOperation group
        && group
            .Declarations.SelectMany(declaration => declaration.Declarators)
            .Any(declarator => SymbolEqualityComparer.Default.Equals(declarator.Symbol, variable));

    private static bool Assigns(IOperation statement, ISymbol variable) =>
        statement
            .Descendants()
            .Any(operation =>
                (
                    operation is IAssignmentOperation set
                    && SymbolEqualityComparer.Default.Equals(Variable(set.Target), variable)
                )
                || (
                    operation is IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } passed
                    && SymbolEqualityComparer.Default.Equals(Variable(passed.Value), variable)
                )
            );

    private static ISymbol? Variable(IOperation? operation) =>
        operation switch
        {
            ILocalReferenceOperation local => local.Local,
            IParameterReferenceOperation parameter => parameter.Parameter,
            _ => null,
        };
}
