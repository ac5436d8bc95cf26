using Microsoft.CodeAnalysis.Diagnostics;
using Pulse.Generators.Analysis.Queues;

namespace Pulse.Generators.Analysis.Checks;

/// <summary>Finds queues that are described and then dropped.</summary>
internal static class UnconsumedQueueCheck
{
    public static void Check(OperationAnalysisContext context, DescribedQueue queue)
    {
        if (
            queue.IsWhole
            && !queue.IsDiscarded
            && queue.Consumers.Count == 0
            && !ExpectedException.MayBeOf(queue.Start, queue.Settings)
        )
            context.Report(Rules.NeverConsumed, queue.Start);
    }
}
