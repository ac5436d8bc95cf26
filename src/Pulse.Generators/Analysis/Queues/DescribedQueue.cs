using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Pulse.Generators.Analysis.Operations;

namespace Pulse.Generators.Analysis.Queues;

/// <summary>What a method does with one builder of a queue, in chains and through a variable that holds it.</summary>
internal sealed class DescribedQueue
{
    private readonly PulseTypes _types;
    private readonly List<ISymbol> _variables = [];
    private readonly List<IInvocationOperation> _settings = [];
    private readonly List<IInvocationOperation> _consumers = [];
    private bool _isCreated;
    private bool _escapes;

    private DescribedQueue(PulseTypes types, IOperation start)
    {
        _types = types;
        Start = start;
    }

    /// <summary>The call that creates the builder, or the expression that the description starts with.</summary>
    public IOperation Start { get; }

    /// <summary>The calls that describe the queue, in order of place.</summary>
    public IReadOnlyList<IInvocationOperation> Settings => _settings;

    /// <summary>The calls that consume it.</summary>
    public IReadOnlyList<IInvocationOperation> Consumers => _consumers;

    /// <summary>Both.</summary>
    public IReadOnlyList<IInvocationOperation> Calls => [.. _settings, .. _consumers];

    /// <summary>Whether all that happens to the builder is known: it is created here, and nothing else gets hold of it.</summary>
    public bool IsWhole => _isCreated && !_escapes && !IsMixed;

    /// <summary>Whether its variables also hold other builders, so that a call may be for one of those.</summary>
    public bool IsMixed { get; private set; }

    /// <summary>Whether a method or a function inside gets the builder, and may describe the queue further.</summary>
    public bool IsShared { get; private set; }

    /// <summary>Whether the builder is dropped on purpose: <c>_ = pulse.Queue()</c>.</summary>
    public bool IsDiscarded { get; private set; }

    /// <summary>The description that a call is the first one of; null for any other call.</summary>
    public static DescribedQueue? Of(IInvocationOperation call, PulseTypes types)
    {
        var returnsBuilder = IsBuilder(call.TargetMethod.ReturnType, types);
        if (call.Receiver() is not { } receiver)
            return null;
        if (!IsBuilder(receiver.Type, types))
        {
            if (!returnsBuilder)
                return null;
            var created = new DescribedQueue(types, call) { _isCreated = true };
            created.Follow(call);
            return created;
        }

        var start = LocalInitializers.Bare(receiver);
        if (IsSetting(start, types))
            return null; // A call further down the chain is the first one.
        var described = new DescribedQueue(types, start);
        if (VariableOf(start) is not { } variable)
            described.Follow(start);
        else if (!IsCreatedHere(start, types) && References(start, variable).First() == start)
            described.FollowVariable(start, variable);
        else
            return null;
        return described;
    }

    /// <summary>Whether a call certainly runs if the builder is created: it is in no branch or loop of its own.</summary>
    public bool IsCertain(IInvocationOperation call)
    {
        for (IOperation at = call; at is IInvocationOperation { } inChain && inChain.Receiver() is { } receiver; )
        {
            at = LocalInitializers.Bare(receiver);
            if (at == Start)
                return true;
        }

        return BlockAround(call) is { } block && block == BlockAround(Start);
    }

    /// <summary>The block whose statement a call is, as far as it certainly runs when the statement does.</summary>
    public static IOperation? BlockAround(IOperation call)
    {
        for (var at = call; at.Parent is { } parent; at = parent)
        {
            switch (parent)
            {
                case IBlockOperation:
                    return parent;
                case IInvocationOperation
                or IArgumentOperation
                or IConversionOperation
                or IParenthesizedOperation
                or IExpressionStatementOperation
                or ISimpleAssignmentOperation
                or IVariableInitializerOperation
                or IVariableDeclaratorOperation
                or IVariableDeclarationOperation
                or IVariableDeclarationGroupOperation
                or IUsingDeclarationOperation
                or IAwaitOperation
                or IReturnOperation
                or IPropertyReferenceOperation
                or IConditionalAccessOperation
                or IArrayCreationOperation
                or IArrayInitializerOperation:
                    continue;
                case IUsingOperation resource when resource.Resources == at:
                case IForEachLoopOperation loop when loop.Collection == at:
                    continue;
                default:
                    return null;
            }
        }

        return null;
    }

    private static bool IsBuilder(ITypeSymbol? type, PulseTypes types) =>
        SymbolEqualityComparer.Default.Equals(type, types.QueueBuilder);

    private static bool IsSetting(IOperation operation, PulseTypes types) =>
        operation is IInvocationOperation call
        && types.IsRuntimes(call.TargetMethod)
        && IsBuilder(call.TargetMethod.ReturnType, types);

    private static ISymbol? VariableOf(IOperation operation) =>
        operation switch
        {
            ILocalReferenceOperation local => local.Local,
            IParameterReferenceOperation parameter => parameter.Parameter,
            _ => null,
        };

    /// <summary>Whether a variable is declared with a builder that is created there, from which it is followed anyway.</summary>
    private static bool IsCreatedHere(IOperation reference, PulseTypes types)
    {
        if (
            reference is not ILocalReferenceOperation local
            || local.Local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax()
                is not VariableDeclaratorSyntax { Initializer.Value: { } value } declarator
            || declarator.Span.End > reference.Syntax.SpanStart
            || reference.SemanticModel?.GetOperation(value) is not { } set
        )
            return false;
        set = LocalInitializers.Bare(set);
        while (set is IInvocationOperation call && call.Receiver() is { } receiver && IsSetting(set, types))
        {
            if (!IsBuilder(receiver.Type, types))
                return true;
            set = LocalInitializers.Bare(receiver);
        }

        return set is ILocalReferenceOperation && IsCreatedHere(set, types);
    }

    private static IEnumerable<IOperation> References(IOperation from, ISymbol variable)
    {
        var root = from;
        while (root.Parent is { } parent)
            root = parent;
        return root.Descendants().Where(one => SymbolEqualityComparer.Default.Equals(VariableOf(one), variable));
    }

    /// <summary>Goes up from an expression that is the builder to what becomes of it.</summary>
    private void Follow(IOperation builder)
    {
        for (var value = builder; ; )
        {
            var parent = value.Parent;
            switch (parent)
            {
                case IConversionOperation or IParenthesizedOperation:
                    value = parent;
                    continue;

                case IConditionalAccessOperation access when access.WhenNotNull == value:
                    value = parent;
                    continue;

                case IInvocationOperation call when call.Instance == value && _types.IsRuntimes(call.TargetMethod):
                    if (!Take(call))
                        return;
                    value = call;
                    continue;

                case IArgumentOperation { Parameter.Ordinal: 0, Parent: IInvocationOperation call }
                    when call.TargetMethod.IsExtensionMethod && _types.IsRuntimes(call.TargetMethod):
                    if (!Take(call))
                        return;
                    value = call;
                    continue;

                case IExpressionStatementOperation:
                    return;

                case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }:
                    FollowVariable(declarator, declarator.Symbol);
                    return;

                case ISimpleAssignmentOperation { Target: IDiscardOperation }:
                    IsDiscarded = true;
                    return;

                case ISimpleAssignmentOperation { Parent: IExpressionStatementOperation } set
                    when VariableOf(set.Target) is ILocalSymbol variable:
                    IsMixed |= !VariablesContain(set.Target) && IsInitialized(variable);
                    FollowVariable(set, variable);
                    return;

                default:
                    _escapes = true;
                    IsShared |= parent is IArgumentOperation;
                    return;
            }
        }
    }

    /// <returns>Whether the call returns the builder.</returns>
    private bool Take(IInvocationOperation call)
    {
        var isSetting = IsBuilder(call.TargetMethod.ReturnType, _types);
        (isSetting ? _settings : _consumers).Add(call);
        return isSetting;
    }

    private void FollowVariable(IOperation from, ISymbol variable)
    {
        if (_variables.Contains(variable, SymbolEqualityComparer.Default))
            return;
        _variables.Add(variable);
        var function = FunctionBodies.Around(from);
        foreach (var reference in References(from, variable))
        {
            if (FunctionBodies.Around(reference) != function)
                _escapes = IsShared = true; // The function may run at any time.
            else if (reference.Parent is ISimpleAssignmentOperation set && set.Target == reference)
                IsMixed |= StartOf(set.Value) is var start && start != Start && !VariablesContain(start);
            else
                Follow(reference);
        }
    }

    private static bool IsInitialized(ILocalSymbol variable) =>
        variable.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax()
            is not VariableDeclaratorSyntax { Initializer: null };

    private bool VariablesContain(IOperation value) =>
        VariableOf(value) is { } variable && _variables.Contains(variable, SymbolEqualityComparer.Default);

    /// <summary>What a chain of settings starts with.</summary>
    private IOperation StartOf(IOperation value)
    {
        value = LocalInitializers.Bare(value);
        while (value != Start && IsSetting(value, _types) && ((IInvocationOperation)value).Receiver() is { } receiver)
            value = LocalInitializers.Bare(receiver);
        return value;
    }
}
