using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Pulse.Generators.Analysis.Queues;

namespace Pulse.Generators.Analysis.Checks;

/// <summary>Finds queues that are described and then dropped, as they are or as deliveries that no loop reads.</summary>
internal static class UnconsumedQueueCheck
{
    public static void Check(OperationAnalysisContext context, DescribedQueue queue)
    {
        foreach (var consumer in queue.Consumers)
        {
            if (ReadAllCall.Of(consumer) is { IsDropped: true } && !ExpectedException.MayBeOf(consumer, queue.Calls))
                context.ReportDiagnostic(
                    Diagnostic.Create(
                        Rules.NeverConsumed,
                        SettingNames.Place(consumer),
                        "consuming begins with a loop, and none reads these deliveries; use 'await foreach'"
                    )
                );
        }

        if (
            queue.IsWhole
            && !queue.IsDiscarded
            && queue.Consumers.Count == 0
            && !ExpectedException.MayBeOf(queue.Start, queue.Calls)
        )
            context.Report(
                Rules.NeverConsumed,
                queue.Start,
                "it is only described; end with ConsumeAsync() or RunAsync(), or read ReadAllAsync(...) in a loop"
            );
    }
}
