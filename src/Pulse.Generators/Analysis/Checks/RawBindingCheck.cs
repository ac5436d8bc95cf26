using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Pulse.Generators.Analysis.Bindings;
using Pulse.Generators.Analysis.Patterns;

namespace Pulse.Generators.Analysis.Checks;

/// <summary>Suggests a typed binding instead of a call of <c>Binding.To</c> that binds to the same keys.</summary>
internal sealed class RawBindingCheck(PulseTypes types, KnownBindings bindings)
{
    public void Check(OperationAnalysisContext context, string? exchange, PassedPattern pattern)
    {
        if (
            exchange is null
            || context.Operation is not IInvocationOperation { TargetMethod: { Name: "To" } method }
            || !types.IsRuntimes(method)
        )
            return;
        ISymbol here = context.ContainingSymbol.ContainingType ?? (ISymbol)context.Compilation.Assembly;
        var typed = bindings
            .On(exchange)
            .Where(shape => context.Compilation.IsSymbolAccessibleWithin(shape.Type, here))
            .Select(shape => (shape.Type, Syntax: TypedBindingSyntax.Of(pattern.Value, shape)))
            .FirstOrDefault(typed => typed.Syntax is not null);
        if (typed.Syntax is null)
            return;
        var name = typed.Type.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat);
        context.ReportFixable(Rules.HasTypedBinding, context.Operation, typed.Syntax, name);
    }
}
