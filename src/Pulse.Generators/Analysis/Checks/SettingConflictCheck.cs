using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Pulse.Generators.Analysis.Queues;

namespace Pulse.Generators.Analysis.Checks;

/// <summary>Finds settings with which a queue is never consumed, because the runtime refuses them together.</summary>
internal static class SettingConflictCheck
{
    public static void Check(OperationAnalysisContext context, DescribedQueue queue)
    {
        if (!queue.IsWhole)
            return;
        foreach (var consumer in queue.Consumers)
        {
            var conflicts = SettingConflict.Of(queue, consumer).ToList();
            if (conflicts.Count == 0 || ExpectedException.MayBeOf(consumer, queue.Calls))
                continue;
            foreach (var conflict in conflicts)
                context.ReportDiagnostic(
                    Diagnostic.Create(
                        Rules.SettingConflict,
                        SettingNames.Place(conflict.Call),
                        ImmutableDictionary<string, string?>.Empty.Add(FixProperties.Replacement, conflict.Replacement),
                        conflict.Shown,
                        conflict.Other,
                        consumer.TargetMethod.Name,
                        conflict.Why
                    )
                );
            return; // What is consumed again has the same mistake.
        }
    }
}
