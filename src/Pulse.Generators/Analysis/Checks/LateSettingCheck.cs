using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Pulse.Generators.Analysis.Queues;

namespace Pulse.Generators.Analysis.Checks;

/// <summary>
/// Finds settings of a queue that is consumed already. A setting before another call that consumes the builder again is
/// right, and so is one in a loop, which may come back to that call.
/// </summary>
internal static class LateSettingCheck
{
    public static void Check(OperationAnalysisContext context, DescribedQueue queue)
    {
        if (!queue.IsWhole || queue.Consumers.Count == 0)
            return;
        var last = queue.Consumers[queue.Consumers.Count - 1];
        if (
            ReadAllCall.Of(last) is { IsReadAtOnce: false }
            || DescribedQueue.BlockAround(last) is not { } block
            || IsInLoop(block, DescribedQueue.BlockAround(queue.Start))
            || queue.Settings.FirstOrDefault(call => IsAfter(call, last, block)) is not { } late
        )
            return;
        context.ReportDiagnostic(
            Diagnostic.Create(
                Rules.LateSetting,
                SettingNames.Place(late),
                late.TargetMethod.Name,
                last.TargetMethod.Name
            )
        );
    }

    private static bool IsAfter(IInvocationOperation call, IInvocationOperation consumer, IOperation block)
    {
        if (call.Syntax.SpanStart < consumer.Syntax.Span.End)
            return false;
        for (IOperation? at = call; at is not null; at = at.Parent)
        {
            if (at == block)
                return true;
        }

        return false;
    }

    private static bool IsInLoop(IOperation block, IOperation? start)
    {
        for (IOperation? at = block; at is not null && at != start; at = at.Parent)
        {
            if (at is ILoopOperation)
                return true;
        }

        return start is null;
    }
}
