using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Pulse.Generators.Analysis.Operations;
using Pulse.Generators.Analysis.Queues;

namespace Pulse.Generators.Analysis.Checks;

/// <summary>Finds queues whose messages the program must settle, although no handler and no loop does.</summary>
internal sealed class UnsettledDeliveryCheck(PulseTypes types)
{
    public void Check(OperationAnalysisContext context, DescribedQueue queue)
    {
        var settings = queue.Settings;
        var manual = settings.FirstOrDefault(call => call.TargetMethod.Name == "ManualAcknowledge");
        if (
            manual is null
            || !queue.IsWhole
            || !queue.IsCertain(manual)
            || settings.Any(call => call.TargetMethod.Name == "AutoAcknowledge" || IsUnlimited(call.Argument("count")))
        )
            return;
        var handlers = settings
            .Where(call => QueueCalls.IsOn(call, types))
            .Select(call => HandledDelivery.Of(call.Argument("handler")));
        var loops = ReadAllCall.After(manual, queue).Select(call => HandledDelivery.Of(call.Loop, types));
        var all = handlers.Concat(loops).ToList();
        if (all.Count > 0 && all.All(one => one?.NeverSettles(types) == true))
            context.ReportDiagnostic(Diagnostic.Create(Rules.NeverSettled, SettingNames.Place(manual)));
    }

    public void CheckOneCall(OperationAnalysisContext context, PulseGoCall one)
    {
        if (
            one.AutoAcknowledges == false
            && one.Callback?.NeverSettles(types) == true
            && !IsUnlimited(one.Call.Argument("prefetch"))
        )
            context.Report(Rules.NeverSettled, one.Call.Argument("autoAck")!);
    }

    /// <summary>Whether the prefetch is unlimited, as in a program that looks through a queue without taking from it.</summary>
    private static bool IsUnlimited(IOperation? prefetch) =>
        prefetch is { ConstantValue: { HasValue: true, Value: 0 } };
}
