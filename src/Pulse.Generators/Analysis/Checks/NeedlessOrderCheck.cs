using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Pulse.Generators.Analysis.Operations;
using Pulse.Generators.Analysis.Queues;

namespace Pulse.Generators.Analysis.Checks;

/// <summary>Finds handlers that keep an order in a queue where only one handler runs at a time.</summary>
internal sealed class NeedlessOrderCheck(PulseTypes types)
{
    public void Check(OperationAnalysisContext context, DescribedQueue queue)
    {
        if (
            queue.IsWhole
            && queue.Consumers.Any(consumer => ReadAllCall.Of(consumer) is null)
            && queue
                .Settings.Where(call => call.TargetMethod.Name == "Concurrency")
                .All(call => call.Constant("handlers") == 1)
            && queue.Settings.Select(Order).FirstOrDefault(order => order is not null) is { } first
        )
            context.Report(Rules.NeedlessOrder, first);
    }

    /// <summary>The order of an <c>On</c>; null if it may have none.</summary>
    private IArgumentOperation? Order(IInvocationOperation call) =>
        QueueCalls.IsOn(call, types)
            ? call.Arguments.FirstOrDefault(argument =>
                argument.Parameter?.Name == "orderBy"
                && FunctionBodies.Target(LocalInitializers.Resolve(argument.Value))
                    is IAnonymousFunctionOperation
                        or IMethodReferenceOperation
            )
            : null;
}
