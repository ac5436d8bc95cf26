using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Pulse.Generators.Analysis.Operations;

/// <summary>The functions that code is in, and those that are passed as delegates.</summary>
internal static class FunctionBodies
{
    /// <summary>The nearest lambda or local function around an operation; null for the member itself.</summary>
    public static IOperation? Around(IOperation inside)
    {
        var around = inside.Parent;
        while (around is not null and not IAnonymousFunctionOperation and not ILocalFunctionOperation)
            around = around.Parent;
        return around;
    }

    /// <summary>What a delegate is made of, without conversions: a lambda or a reference to a method, if it is known.</summary>
    public static IOperation Target(IOperation handler)
    {
        var target = LocalInitializers.Bare(handler);
        while (target is IDelegateCreationOperation creation)
            target = LocalInitializers.Bare(creation.Target);
        return target;
    }
}
