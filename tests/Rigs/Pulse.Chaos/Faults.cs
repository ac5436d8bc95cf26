using System.Diagnostics;

namespace Pulse.Chaos;

/// <summary>Everything that can go wrong here.</summary>
internal static partial class Faults
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(1);

    /// <summary>The broker's process is killed, and started again after a while.</summary>
    public static Fault Kill(TimeSpan down) =>
        new(
            "broker killed",
            async stage =>
            {
                await stage.Node.KillAsync();
                await Task.Delay(down);
                await stage.Node.StartAgainAsync();
                return Now;
            }
        );

    /// <summary>
    /// The connection breaks without notice, and perhaps the next one a moment after it was made, at whatever stage the
    /// consumer is.
    /// </summary>
    public static Fault Cut(TimeSpan? andAgainAfter) =>
        new(
            "connection cut",
            async stage =>
            {
                var accepted = stage.Proxy.Accepted;
                stage.Proxy.CutConnections();
                if (andAgainAfter is { } wait)
                {
                    using var deadline = new CancellationTokenSource(Patience);
                    while (stage.Proxy.Accepted == accepted)
                        await Task.Delay(1, deadline.Token);
                    await Task.Delay(wait);
                    stage.Proxy.CutConnections();
                }

                return Now;
            }
        )
        {
            Count = andAgainAfter is null ? 1 : 2,
        };

    /// <summary>Nothing comes through for a while, and then everything.</summary>
    public static Fault Stall(TimeSpan duration) =>
        new(
            $"stall of {duration.TotalSeconds:0.0} s",
            async stage =>
            {
                stage.Proxy.Stall();
                await Task.Delay(duration);
                stage.Proxy.Mend();
                return Now;
            }
        );

    /// <summary>The connection goes silent for ever, while a new one would work.</summary>
    public static Fault HalfOpen() =>
        new(
            "half-open connection",
            stage =>
            {
                stage.Proxy.HalfOpen();
                return Task.FromResult(Now);
            }
        )
        {
            Limit = Consumer.TimeToNotice + Fault.Target,
        };

    /// <summary>
    /// The connection breaks, and the next one goes silent for ever when the consumer sends a method on it.
    /// </summary>
    public static Fault SilentReturn(ushort classId, ushort methodId) =>
        new(
            $"silent at {classId}, {methodId}",
            async stage =>
            {
                stage.Proxy.SilenceOn(classId, methodId);
                stage.Proxy.CutConnections();
                using var deadline = new CancellationTokenSource(Patience);
                while (stage.Proxy.IsInterruptionPending)
                    await Task.Delay(1, deadline.Token);
                return Now;
            }
        )
        {
            Count = 2,
            Limit = Consumer.TimeToNotice + Fault.Target,
        };

    /// <summary>The connection breaks, and new ones are accepted but never answered for a while.</summary>
    public static Fault Mute(TimeSpan duration) =>
        new(
            $"mute peer for {duration.TotalSeconds:0.0} s",
            async stage =>
            {
                stage.Proxy.Mute();
                stage.Proxy.CutConnections();
                await Task.Delay(duration);
                stage.Proxy.Mend();
                return Now;
            }
        )
        {
            Limit = Consumer.ConnectTimeout + Fault.Target,
        };

    /// <summary>The broker's process does nothing for a while.</summary>
    public static Fault Freeze(TimeSpan duration) =>
        new(
            $"broker frozen for {duration.TotalSeconds:0.0} s",
            async stage =>
            {
                await stage.Node.FreezeAsync();
                await Task.Delay(duration);
                await stage.Node.ThawAsync();
                return Now;
            }
        );

    /// <summary>
    /// The node of the queue's leader is killed, which is not the clients'; it comes back once they consume again.
    /// How long the others take to elect a new leader is RabbitMQ's: the consumer has an excuse until they confirm again.
    /// </summary>
    public static Fault KillLeader(int victim) =>
        new(
            "leader killed",
            async stage =>
            {
                await stage.Cluster!.MoveLeaderAsync(stage.Queue, stage.Cluster.Nodes[victim]);
                await stage.Cluster.Nodes[victim].KillAsync();
                return await stage.Ledger.ConfirmedAgainAsync(Now).WaitAsync(Patience);
            }
        )
        {
            RepairAsync = async stage =>
            {
                await stage.Cluster!.Nodes[victim].StartAgainAsync();
                await stage.Cluster.BecomesWholeAsync(stage.Queue);
            },
        };

    /// <summary>
    /// The queue is deleted, at a moment when nothing is in it that would be lost: under its consumer, or while that
    /// is away.
    /// </summary>
    public static Fault DeleteQueue(bool whileAway) =>
        new(
            whileAway ? "queue deleted while away" : "queue deleted",
            async stage =>
            {
                await stage.PausePublishingAsync();
                await stage.SettleAsync(Patience);
                if (whileAway)
                    stage.Proxy.Cut();
                await stage.Publisher.DeleteQueueAsync(stage.Queue);
                stage.ResumePublishing();
                stage.Proxy.Mend();
                return Now;
            }
        );

    /// <summary>The broker runs out of memory, and reads nothing more from connections that publish.</summary>
    public static Fault Block(TimeSpan duration) =>
        new(
            $"blocked for {duration.TotalSeconds:0.0} s",
            async stage =>
            {
                await stage.Node.ControlAsync("set_vm_memory_high_watermark", "0.0001");
                await Task.Delay(duration);
                await stage.Node.ControlAsync("set_vm_memory_high_watermark", "0.4");
                return Now;
            }
        )
        {
            Count = 0,
        };

    /// <summary>The broker closes all connections, the publishers' too.</summary>
    public static Fault CloseConnections() =>
        new(
            "connections closed",
            async stage =>
            {
                var started = Now;
                await stage.Node.CloseAllConnectionsAsync("chaos");
                return stage.Publisher.LostAt is var at && at > started ? at : Now;
            }
        );

    /// <summary>A handler runs longer than the broker's consumer timeout, so the broker closes the channel.</summary>
    public static Fault ConsumerTimeout() =>
        new(
            "consumer timeout",
            async stage =>
            {
                var before = TimeoutsIn(stage.Node.LogPath);
                await stage.Consumer.HoldAsync().WaitAsync(Patience);
                try
                {
                    using var deadline = new CancellationTokenSource(Patience);
                    while (TimeoutsIn(stage.Node.LogPath) == before)
                        await Task.Delay(50, deadline.Token);
                }
                finally
                {
                    stage.Consumer.Release();
                }

                return Now;
            }
        );

    private static long Now => Stopwatch.GetTimestamp();

    private static int TimeoutsIn(string log) =>
        File.ReadLines(log).Count(line => line.Contains("timed out waiting for", StringComparison.Ordinal));
}
