using System.Diagnostics;
using System.Reflection;
using Pulse.RabbitMq;

namespace TaskclusterSimulator;

/// <summary>Runs the sniffer as a separate process on the same terminal.</summary>
internal sealed class Sniffer : IAsyncDisposable
{
    private readonly Process _process;

    private Sniffer(Process process) => _process = process;

    public static Sniffer Start(string url)
    {
        var relative = typeof(Sniffer)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "Sniffer")
            .Value!;
        var assembly = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, relative));
        var start = new ProcessStartInfo("dotnet", [assembly])
        {
            Environment =
            {
                ["PULSE_URL"] = url,
                ["PULSE_USERNAME"] = "",
                ["PULSE_PASSWORD"] = "",
            },
        };
        return new Sniffer(Process.Start(start)!);
    }

    /// <summary>Waits until the sniffer consumes both of its queues.</summary>
    public async Task IsListeningAsync(RabbitMqNode node, CancellationToken cancellationToken)
    {
        while (
            (await node.ControlAsync("list_consumers", "queue_name"))
                .Split('\n')
                .Count(line => line.StartsWith("queue/", StringComparison.Ordinal)) < 2
        )
        {
            if (_process.HasExited)
                throw new InvalidOperationException($"The sniffer exited with code {_process.ExitCode}.");
            await Task.Delay(100, cancellationToken);
        }
    }

    /// <summary>Asks the sniffer to stop, as Ctrl-C would. This program then exits with its exit code.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            Process.Start("kill", ["-TERM", $"{_process.Id}"]).Dispose();
        await _process.WaitForExitAsync();
        Environment.ExitCode = _process.ExitCode;
        _process.Dispose();
    }
}
