using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Pulse.Generators.Analysis.Operations;

namespace Pulse.Generators.Analysis.Queues;

/// <summary>A call of <c>ReadAllAsync</c>, and what becomes of the deliveries that it returns.</summary>
/// <param name="Call">The call.</param>
/// <param name="IsDropped">Whether nothing gets the deliveries, so that the queue is not consumed.</param>
/// <param name="Loop">The one loop that reads them; null if they go elsewhere.</param>
internal sealed record ReadAllCall(IInvocationOperation Call, bool IsDropped, IForEachLoopOperation? Loop)
{
    /// <summary>Whether consuming begins where the call is, and not later with a variable that holds the deliveries.</summary>
    public bool IsReadAtOnce => Loop?.Collection.Syntax.Span.Contains(Call.Syntax.Span) == true;

    /// <summary>Those of a queue that come after one of its settings.</summary>
    public static IEnumerable<ReadAllCall> After(IInvocationOperation setting, DescribedQueue queue) =>
        queue
            .Consumers.Where(consumer =>
                SettingNames.Place(setting).SourceSpan.Start < SettingNames.Place(consumer).SourceSpan.Start
            )
            .Select(Of)
            .OfType<ReadAllCall>();

    public static ReadAllCall? Of(IInvocationOperation consumer)
    {
        if (consumer.TargetMethod.Name != "ReadAllAsync")
            return null;
        var deliveries = Configured(consumer);
        switch (deliveries.Parent)
        {
            case IExpressionStatementOperation:
                return new(consumer, IsDropped: true, Loop: null);

            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var variable } }:
                var uses = Uses(consumer, variable);
                return new(consumer, uses.Count == 0, uses.Count == 1 ? LoopOver(Configured(uses[0])) : null);

            default:
                return new(consumer, IsDropped: false, LoopOver(deliveries));
        }
    }

    private static IForEachLoopOperation? LoopOver(IOperation deliveries) =>
        deliveries.Parent is IForEachLoopOperation loop && loop.Collection == deliveries ? loop : null;

    /// <summary>The deliveries, with <c>WithCancellation</c> and <c>ConfigureAwait</c>.</summary>
    private static IOperation Configured(IOperation deliveries)
    {
        while (true)
        {
            switch (deliveries.Parent)
            {
                case IConversionOperation or IParenthesizedOperation:
                    deliveries = deliveries.Parent;
                    continue;
                case IConditionalAccessOperation access when access.WhenNotNull == deliveries:
                    deliveries = access;
                    continue;
                case IInvocationOperation call when call.Instance == deliveries && Configures(call):
                    deliveries = call;
                    continue;
                case IArgumentOperation { Parent: IInvocationOperation call }
                    when call.Receiver() == deliveries && Configures(call):
                    deliveries = call;
                    continue;
                default:
                    return deliveries;
            }
        }
    }

    private static bool Configures(IInvocationOperation call) =>
        call.TargetMethod.Name is "WithCancellation" or "ConfigureAwait";

    private static List<ILocalReferenceOperation> Uses(IOperation from, ILocalSymbol variable)
    {
        var root = from;
        while (root.Parent is { } parent)
            root = parent;
        return
        [
            .. root.Descendants()
                .OfType<ILocalReferenceOperation>()
                .Where(one => SymbolEqualityComparer.Default.Equals(one.Local, variable)),
        ];
    }
}
