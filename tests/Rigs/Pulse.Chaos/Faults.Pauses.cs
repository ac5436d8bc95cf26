namespace Pulse.Chaos;

/// <content>Pauses: nothing breaks, and nothing may come of them.</content>
internal static partial class Faults
{
    /// <summary>
    /// The queue is paused and resumed several times, so soon that some of what has arrived since waits for its turn. To
    /// give it back each time would use up a delivery limit. What is on its way between queue and channel when the consumer
    /// is cancelled, a quorum queue gives back and counts by itself (rabbitmq-server 3746): seldom twice for a message.
    /// </summary>
    public static Fault Pause(IReadOnlyList<(TimeSpan Paused, TimeSpan Resumed)> times) =>
        new(
            "paused",
            async stage =>
            {
                foreach (var (paused, resumed) in times)
                {
                    await stage.Consumer.PauseAsync();
                    await Task.Delay(paused);
                    await stage.Consumer.ResumeAsync();
                    await Task.Delay(resumed);
                }

                return Now;
            }
        )
        {
            Count = 0,
        };

    /// <summary>
    /// The queue is paused and resumed while messages are unsettled: together with those that then come they must not be
    /// more than the prefetch.
    /// </summary>
    public static Fault PauseUnsettled(TimeSpan before, TimeSpan after) =>
        new(
            "paused while unsettled",
            async stage =>
            {
                stage.Consumer.Withhold();
                await Task.Delay(before);
                await stage.Consumer.PauseAsync();
                await stage.Consumer.ResumeAsync();
                await Task.Delay(after);
                var unsettled = await stage.Consumer.ReleaseWithheldAsync();
                return unsettled <= Consumer.Prefetch
                    ? Now
                    : throw new BrokenPromiseException($"{unsettled} unsettled; {Consumer.Prefetch} are allowed");
            }
        )
        {
            Count = 0,
        };
}
