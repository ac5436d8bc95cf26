using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Pulse.Generators.Analysis.Queues;

namespace Pulse.Generators.Analysis.Checks;

/// <summary>Finds the descriptions of queues, and hands each to the checks once.</summary>
internal sealed class DescribedQueues(PulseTypes types)
{
    private readonly UnsettledDeliveryCheck _unsettledDeliveries = new(types);
    private readonly AcknowledgementModeCheck _acknowledgementModes = new(types);
    private readonly NeedlessOrderCheck _needlessOrders = new(types);

    public void Check(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        if (!types.IsRuntimes(call.TargetMethod))
            return;
        if (PulseGoCall.Of(call) is { } one)
        {
            _unsettledDeliveries.CheckOneCall(context, one);
            _acknowledgementModes.CheckOneCall(context, one);
        }
        else if (types.QueueBuilder is not null && DescribedQueue.Of(call, types) is { } queue)
        {
            UnconsumedQueueCheck.Check(context, queue);
            LateSettingCheck.Check(context, queue);
            _unsettledDeliveries.Check(context, queue);
            _acknowledgementModes.Check(context, queue);
            SettingConflictCheck.Check(context, queue);
            _needlessOrders.Check(context, queue);
        }
    }
}
