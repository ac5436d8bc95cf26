using Microsoft.CodeAnalysis.Operations;
using Pulse.Generators.Analysis.Operations;

namespace Pulse.Generators.Analysis.Queues;

/// <summary>The single call in pulse-go's style, whose mode of acknowledgement is an argument.</summary>
/// <param name="Call">The call.</param>
/// <param name="AutoAcknowledges">The mode; null if it is not constant.</param>
/// <param name="Callback">The callback; null if it is not a lambda.</param>
internal sealed record PulseGoCall(IInvocationOperation Call, bool? AutoAcknowledges, HandledDelivery? Callback)
{
    public static PulseGoCall? Of(IInvocationOperation call) =>
        call.TargetMethod.Name == "ConsumeAsync"
        && call.Argument("autoAck") is { } mode
        && call.Argument("callback") is { } callback
            ? new(
                call,
                mode.ConstantValue is { HasValue: true, Value: bool isAutomatic } ? isAutomatic : null,
                HandledDelivery.Of(callback)
            )
            : null;
}
