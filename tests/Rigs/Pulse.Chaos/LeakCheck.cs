using System.Collections.Concurrent;
using System.Diagnostics;
using Pulse.RabbitMq;

namespace Pulse.Chaos;

/// <summary>Finds what a disposed consumer has left behind.</summary>
internal sealed class LeakCheck : IDisposable
{
    // The first sockets, timers and processes start some threads that stay.
    private const int ThreadsMoreOrLess = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentQueue<Exception> _unobserved = [];
    private readonly int _threads = CountThreads();

    public LeakCheck() => TaskScheduler.UnobservedTaskException += Note;

    /// <summary>Connections and channels that the broker still knows.</summary>
    public static async Task<IReadOnlyList<string>> AtBrokerAsync(RabbitMqNode node)
    {
        var (connections, channels) = (0, 0);
        await Eventually.IsTrueAsync(
            async () =>
            {
                connections = await CountAsync(node, "list_connections");
                channels = await CountAsync(node, "list_channels");
                return connections + channels == 0;
            },
            Patience,
            Pause
        );
        return connections + channels == 0
            ? []
            : [$"{connections} connections and {channels} channels are left at the broker"];
    }

    /// <summary>Objects, failed tasks and threads that are left in this process.</summary>
    public async Task<IReadOnlyList<string>> InProcessAsync(IReadOnlyList<WeakReference> remains)
    {
        await Eventually.IsTrueAsync(
            () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return Task.FromResult(
                    remains.All(one => !one.IsAlive) && CountThreads() <= _threads + ThreadsMoreOrLess
                );
            },
            Patience,
            Pause
        );

        var leaks = remains
            .Select(one => one.Target)
            .OfType<object>()
            .Select(alive => $"a {alive.GetType().Name} is not collected")
            .ToList();
        while (_unobserved.TryDequeue(out var exception))
            leaks.Add($"unobserved: {exception}");
        if (CountThreads() is var threads && threads > _threads + ThreadsMoreOrLess)
            leaks.Add($"{threads} threads, after {_threads} at the start");
        return leaks;
    }

    public void Dispose() => TaskScheduler.UnobservedTaskException -= Note;

    private void Note(object? sender, UnobservedTaskExceptionEventArgs args) => _unobserved.Enqueue(args.Exception);

    private static async Task<int> CountAsync(RabbitMqNode node, string command) =>
        (await node.ControlAsync(command, "user")).Split('\n').Count(line => line.Trim() == Servers.ConsumingUser);

    // Without the threads of the pool, which come and go.
    private static int CountThreads()
    {
        using var process = Process.GetCurrentProcess();
        return process.Threads.Count - ThreadPool.ThreadCount;
    }
}
