using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Pulse.RabbitMq;

/// <summary>One run of a node's broker, from start to end.</summary>
internal sealed class ServerProcess : IDisposable
{
    private const string Program = "/usr/lib/rabbitmq/bin/rabbitmq-server"; // the one on PATH refuses non-root
    private const int Terminate = 15;
    private const int Continue = 18;
    private const int Stop = 19;

    private readonly Process _process;

    private ServerProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public bool HasEnded => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    public static void EnsureInstalled()
    {
        if (!File.Exists(Program))
            throw new InvalidOperationException($"RabbitMQ is not installed ({Program}): run eng/install-rabbitmq.");
    }

    /// <summary>Starts the broker; every program in between execs the next one, so that the process id stays the same.</summary>
    public static ServerProcess Start(string logPath, Action<ProcessStartInfo> furnish)
    {
        var start = new ProcessStartInfo(
            "setsid",
            ["sh", "-c", "exec \"$1\" >>\"$2\" 2>&1 </dev/null", "broker", Program, logPath]
        );
        furnish(start);
        return new ServerProcess(Process.Start(start)!);
    }

    public Task StopAsync()
    {
        if (!HasEnded)
            _ = SendSignal(Id, Terminate);
        return _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
    }

    public Task KillAsync()
    {
        _process.Kill();
        return _process.WaitForExitAsync();
    }

    /// <summary>Stops the process (<c>SIGSTOP</c>) until <see cref="Thaw"/>; its sockets stay open.</summary>
    public async Task FreezeAsync()
    {
        _ = SendSignal(Id, Stop);
        while (!HasEnded && !IsStopped())
            await Task.Delay(1).ConfigureAwait(false);
    }

    public void Thaw() => _ = SendSignal(Id, Continue);

    public void Dispose() => _process.Dispose();

    // The state follows the program's name, which is in parentheses.
    private bool IsStopped() => File.ReadAllText($"/proc/{Id}/stat").Contains(") T ", StringComparison.Ordinal);

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int processId, int signal);
}
