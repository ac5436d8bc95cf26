using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Pulse.Generators.Analysis.Operations;
using Pulse.Generators.Analysis.Queues;

namespace Pulse.Generators.Analysis.Checks;

/// <summary>Finds what has no effect on acknowledging: the first of two modes, and settling what is settled already.</summary>
internal sealed class AcknowledgementModeCheck(PulseTypes types)
{
    private const string Auto = "AutoAcknowledge";
    private const string Manual = "ManualAcknowledge";

    public void Check(OperationAnalysisContext context, DescribedQueue queue)
    {
        // A setting in a branch may be an exception to the one before it.
        var modes = queue.Settings.Where(call => call.TargetMethod.Name is Auto or Manual).ToList();
        if (queue.IsMixed || !modes.Any(call => call.TargetMethod.Name == Auto) || !modes.All(queue.IsCertain))
            return;
        if (modes.Find(call => call.TargetMethod.Name != modes[0].TargetMethod.Name) is { } second)
        {
            var (first, last) = (modes[0].TargetMethod.Name, second.TargetMethod.Name);
            context.ReportDiagnostic(
                Diagnostic.Create(
                    Rules.TwoModes,
                    SettingNames.Place(second),
                    $"{last} replaces {first}, which is called before it: a queue has one mode, so remove one of the two calls"
                )
            );
            return;
        }

        if (queue.IsShared)
            return; // Another mode may be set elsewhere.
        foreach (var call in queue.Settings.Where(SettlesAfterwards))
            Check(context, HandledDelivery.Of(call.Argument("handler")), Auto, "its handler runs");
        foreach (var call in ReadAllCall.After(modes[0], queue))
            Check(context, HandledDelivery.Of(call.Loop, types), Auto, "the loop gets it");
    }

    public void CheckOneCall(OperationAnalysisContext context, PulseGoCall one)
    {
        if (one.AutoAcknowledges == true)
            Check(context, one.Callback, "autoAck", "its handler runs");
    }

    /// <summary>Whether a handler's message is settled before the handler runs; one that cannot be read is not.</summary>
    private static bool SettlesAfterwards(IInvocationOperation call) =>
        call.TargetMethod.Name is "On" or "OnUnmatched" or "OnFailed";

    private void Check(OperationAnalysisContext context, HandledDelivery? delivery, string mode, string whenHandled)
    {
        if (delivery?.FirstSettlement(types) is not { } settlement || delivery.ReadsSettlement(types))
            return;
        context.Report(
            Rules.TwoModes,
            settlement,
            $"{settlement.TargetMethod.Name} does nothing here: with {mode}, the message is acknowledged before {whenHandled}, and only the first settlement counts"
        );
    }
}
