using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Pulse.Generators.Analysis.Bindings;
using Pulse.Generators.Analysis.Operations;
using Pulse.Generators.Analysis.Patterns;

namespace Pulse.Generators.Analysis.Checks;

/// <summary>Finds bindings of a queue whose messages all go to an earlier one.</summary>
internal sealed class DeadHandlerCheck(PulseTypes types, KnownBindings bindings)
{
    public void Check(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        if (!types.IsRuntimes(call.TargetMethod))
            return;
        if (call.TargetMethod.Name is "ConsumeAsync" or "ReadAllAsync")
            CheckOneCall(context, call);
        else if (QueueCalls.IsOn(call, types) && call.Argument("binding") is { } binding)
            CheckOn(context, call, binding);
    }

    private void CheckOn(OperationAnalysisContext context, IInvocationOperation call, IOperation binding)
    {
        if (BindingValue.Of(binding, types, bindings) is not { } later)
            return;
        // The nearest earlier binding is the most helpful one to name.
        var reason = QueueCalls
            .Before(call, types)
            .Select(earlier =>
                earlier.Argument("binding") is { } other ? BindingValue.Of(other, types, bindings) : null
            )
            .Select(earlier => earlier is null ? null : WhyDead(later, earlier))
            .FirstOrDefault(why => why is not null);
        Report(context, binding, later, reason);
    }

    /// <summary>
    /// In pulse-go's single call all bindings share a callback, and in ReadAllAsync a loop, so only the type that messages are
    /// read as matters.
    /// </summary>
    private void CheckOneCall(OperationAnalysisContext context, IInvocationOperation call)
    {
        if (call.Argument("bindings")?.Elements() is not { } elements)
            return;
        var values = elements.Select(element => BindingValue.Of(element, types, bindings)).ToList();
        for (var at = 1; at < values.Count; at++)
        {
            if (values[at] is not { } later)
                continue;
            var reason = values
                .Take(at)
                .Where(earlier => !SymbolEqualityComparer.Default.Equals(earlier?.Type, later.Type))
                .Select(earlier => earlier is null ? null : WhyDead(later, earlier))
                .FirstOrDefault(why => why is not null);
            Report(context, elements[at], later, reason);
        }
    }

    private string? WhyDead(BindingValue later, BindingValue earlier)
    {
        if (!earlier.IsExact || earlier.Exchange != later.Exchange)
            return null;
        if (PatternCoverage.Covers(earlier.Pattern, later.Pattern))
            return $"'{earlier.Pattern}' before it matches everything that this one does";
        var shapes = bindings.On(later.Exchange).ToList();
        return shapes.Count > 0 && shapes.All(shape => PatternCoverage.Covers(earlier.Pattern, shape.OpenPattern))
            ? $"'{earlier.Pattern}' before it matches the routing key of every message of '{earlier.Exchange}'"
            : null;
    }

    private static void Report(OperationAnalysisContext context, IOperation at, BindingValue later, string? reason)
    {
        if (reason is not null)
            context.Report(
                Rules.DeadHandler,
                at,
                later.Pattern,
                $"{reason}; put the specific binding before the general one"
            );
    }
}
