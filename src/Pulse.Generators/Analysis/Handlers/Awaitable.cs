using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Pulse.Generators.Analysis.Operations;

namespace Pulse.Generators.Analysis.Handlers;

/// <summary>Which values can be awaited, and what comes out.</summary>
internal static class Awaitable
{
    /// <summary>Whether a value can be awaited where it stands, also by an extension method.</summary>
    public static bool Is(IOperation value) =>
        value.Type is { SpecialType: SpecialType.None } type
        && (
            IsTask(type)
            || value
                .SemanticModel?.LookupSymbols(
                    value.Syntax.SpanStart,
                    type,
                    "GetAwaiter",
                    includeReducedExtensionMethods: true
                )
                .Any(member => ResultOf(member) is not null) == true
        );

    /// <summary>
    /// Whether somebody keeps an awaitable that a call returns, or looks at its failures: a method that returns what it was
    /// given the type for, such as <c>GetOrAdd</c> and <c>Interlocked.Exchange</c>, hands out a value of somebody's.
    /// </summary>
    public static bool IsKept(IOperation value) =>
        LocalInitializers.Bare(value) switch
        {
            IConditionalAccessOperation access => IsKept(access.WhenNotNull),
            IInvocationOperation { TargetMethod: { MethodKind: not MethodKind.DelegateInvoke } method } => method
                .OriginalDefinition
                .ReturnType is ITypeParameterSymbol
                || (method.Name == "ContinueWith" && IsTask(method.ContainingType)),
            _ => false,
        };

    /// <summary>Whether the value that an <c>await</c> returns should be awaited as well.</summary>
    public static bool IsInside(IOperation await) =>
        await is IAwaitOperation { Operation: var value } && InnerOf(value) is not null;

    /// <summary>The awaitable that comes out of another one and that nobody else has; null if there is none.</summary>
    public static ITypeSymbol? InnerOf(IOperation value)
    {
        var call = Call(value);
        return InnerOf(call?.Type) is { } inner && StartsWork(call!) ? inner : null;
    }

    /// <summary>The awaitable, or the array of them, that comes out of an awaitable type; null for anything else.</summary>
    public static ITypeSymbol? InnerOf(ITypeSymbol? type)
    {
        if (Result(type) is not { } inner)
            return null;
        var one = inner is IArrayTypeSymbol { ElementType: var element } ? element : inner;
        return IsTask(one) || one.GetMembers("GetAwaiter").Any(member => ResultOf(member) is not null) ? inner : null;
    }

    /// <summary>The call whose result is awaited, also through a variable and <c>ConfigureAwait</c>.</summary>
    private static IInvocationOperation? Call(IOperation value)
    {
        value = LocalInitializers.Bare(value);
        if (value is ILocalReferenceOperation local && IsReadOnce(local))
            value = LocalInitializers.Resolve(local);
        return value switch
        {
            IInvocationOperation
            {
                TargetMethod.Name: "ConfigureAwait" or "WaitAsync" or "AsTask",
                Instance: { } instance
            } => Call(instance),
            IInvocationOperation call => call,
            IObjectCreationOperation { Type.Name: "ValueTask", Arguments: { Length: 1 } wrapped } => Call(
                wrapped[0].Value
            ),
            _ => null,
        };
    }

    private static bool IsReadOnce(ILocalReferenceOperation local)
    {
        IOperation root = local;
        while (root.Parent is { } parent)
            root = parent;
        return root.Descendants()
                .OfType<ILocalReferenceOperation>()
                .Count(one => SymbolEqualityComparer.Default.Equals(one.Local, local.Local)) == 1;
    }

    /// <summary>
    /// Whether the inner awaitable is work that the call starts. <c>Task.WhenAny</c> returns one that somebody has, and so may
    /// generic methods: a channel that is read, a cache.
    /// </summary>
    private static bool StartsWork(IInvocationOperation call)
    {
        var method = call.TargetMethod.OriginalDefinition;
        if (method.Name.StartsWith("WhenAny", StringComparison.Ordinal))
            return false;
        switch (method.ReturnType)
        {
            case ITypeParameterSymbol:
                return false;
            case INamedTypeSymbol { TypeArguments.Length: 1 } returned
                when returned.TypeArguments[0] is ITypeParameterSymbol result:
                var isTasks = IsInTasks(method.ContainingType);
                return (isTasks || !method.Name.StartsWith("Get", StringComparison.Ordinal))
                    && call.Arguments.Any(argument => IsWork(argument, result, orMethod: isTasks));
            default:
                return true;
        }
    }

    /// <summary>Whether an argument is the source of a method's result, and starts what it returns.</summary>
    private static bool IsWork(IArgumentOperation argument, ITypeParameterSymbol result, bool orMethod)
    {
        var type = argument.Parameter?.OriginalDefinition.Type;
        if (SymbolEqualityComparer.Default.Equals(type, result))
            return orMethod && Starts(argument.Value);
        if (
            type is not INamedTypeSymbol { DelegateInvokeMethod.ReturnType: var returned }
            || !SymbolEqualityComparer.Default.Equals(returned, result)
        )
            return false;
        return FunctionBodies.Target(argument.Value) is not IAnonymousFunctionOperation lambda
            ? orMethod
            : lambda.Symbol.IsAsync
                || (
                    orMethod
                    && lambda
                        .Body.Descendants()
                        .OfType<IReturnOperation>()
                        .Any(one => FunctionBodies.Around(one) == lambda && Starts(one.ReturnedValue))
                );
    }

    private static bool Starts(IOperation? value) =>
        value is not null && LocalInitializers.Bare(value) is IInvocationOperation call && !IsKept(call);

    private static bool IsTask(ITypeSymbol type) =>
        type.Name is "Task" or "ValueTask"
            ? IsInTasks(type)
            : type.BaseType is { Name: "Task" } task && IsInTasks(task);

    private static bool IsInTasks(ITypeSymbol type) =>
        type.ContainingNamespace
            is { Name: "Tasks", ContainingNamespace: { Name: "Threading", ContainingNamespace.Name: "System" } };

    /// <summary>What comes out of an awaitable; null for nothing.</summary>
    private static ITypeSymbol? Result(ITypeSymbol? type)
    {
        if (type is not INamedTypeSymbol named)
            return null;
        if (IsTask(named))
            return named.TypeArguments.FirstOrDefault() ?? named.BaseType?.TypeArguments.FirstOrDefault();
        return
            named.GetMembers("GetAwaiter").Select(ResultOf).FirstOrDefault(result => result is not null)
                is { SpecialType: not SpecialType.System_Void } result
            ? result
            : null;
    }

    /// <summary>What the awaiter of a <c>GetAwaiter</c> returns; null if it is not one.</summary>
    private static ITypeSymbol? ResultOf(ISymbol getAwaiter) =>
        getAwaiter is IMethodSymbol { Parameters.IsEmpty: true, ReturnType: var awaiter }
        && awaiter.GetMembers("IsCompleted").Any()
            ? awaiter
                .GetMembers("GetResult")
                .OfType<IMethodSymbol>()
                .FirstOrDefault(method => method.Parameters.IsEmpty)
                ?.ReturnType
            : null;
}
