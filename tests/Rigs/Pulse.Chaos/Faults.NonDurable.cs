namespace Pulse.Chaos;

/// <content>A queue that does not survive its broker.</content>
internal static partial class Faults
{
    // For the publisher to read what the broker confirmed before its death.
    private static readonly TimeSpan ShortestDown = TimeSpan.FromSeconds(0.1);

    /// <summary>
    /// The broker is killed, and with it a queue that is not durable. What was in it is lost: so each consumer must say that
    /// messages may have been missed, also the one that finds the queue there, because the other was faster.
    /// </summary>
    public static Fault KillNonDurable(TimeSpan down)
    {
        IReadOnlyList<int> before = [];
        return new(
            "broker of a non-durable queue killed",
            async stage =>
            {
                await BecomesNonDurableAsync(stage);
                before = [.. stage.Consumers.Select(consumer => consumer.Returns.Count)];
                await stage.Node.KillAsync();
                await Task.Delay(down + ShortestDown);
                stage.Ledger.WriteOffMissing();
                stage.Tested.Ledger.WriteOffMissing();
                await stage.Node.StartAgainAsync();
                return Now;
            }
        )
        {
            Count = 2, // The queue is deleted first.
            RepairAsync = async stage =>
            {
                foreach (var (consumer, returns) in stage.Consumers.Zip(before))
                {
                    await HasReturnedAsync(consumer, returns);
                    if (consumer.Returns[returns] == MissedMessages.None)
                        throw new BrokenPromiseException("a consumer says that it cannot have missed messages");
                }
            },
        };
    }

    // Consumers declare durable queues, so after each kill theirs has to be replaced again. They wait before they restore it.
    private static async Task BecomesNonDurableAsync(Stage stage)
    {
        await stage.PausePublishingAsync();
        await stage.SettleAsync(Patience);
        var before = stage.Consumers.Select(consumer => consumer.Returns.Count).ToList();
        await stage.Publisher.ReplaceByNonDurableAsync(stage.Queue);
        stage.ResumePublishing();
        foreach (var (consumer, returns) in stage.Consumers.Zip(before))
            await HasReturnedAsync(consumer, returns);
    }

    private static async Task HasReturnedAsync(Consumer consumer, int returns)
    {
        if (!await Eventually.IsTrueAsync(() => Task.FromResult(consumer.Returns.Count > returns), Patience, Poll))
            throw new BrokenPromiseException("a consumer does not say that it is back");
    }
}
