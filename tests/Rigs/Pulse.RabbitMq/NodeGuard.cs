using System.Diagnostics;
using System.Globalization;

namespace Pulse.RabbitMq;

/// <summary>
/// Makes sure that nothing of a node remains, however the process that started it exits: a small shell process that holds
/// the node's epmd, unless it shares another node's, and waits until the pipe from us closes, which the kernel also does
/// for a process that is killed. Then it kills the node and deletes its folder. Disposing works the same way.
/// </summary>
/// <remarks>
/// If the guard is killed as well (SIGKILL to both), the node may keep running and its folder stays.
/// </remarks>
internal sealed class NodeGuard : IAsyncDisposable
{
    // A process is the node's if the node's folder is its home: no process id can be outdated or another's.
    private const string Script = """
        epmd=
        if [ -n "$2" ]; then
          epmd -port "$2" -address 127.0.0.1 >/dev/null 2>&1 &
          epmd=$!
        fi
        echo "${epmd:-0}"
        exec >/dev/null 2>&1
        cat
        [ -z "$epmd" ] || kill "$epmd"
        while pids=$(grep -lsxzF "HOME=$1" /proc/[0-9]*/environ | cut -d / -f 3); [ -n "$pids" ]; do
          kill -KILL $pids
          sleep 0.02
        done
        rm -rf "$1"
        """;

    private readonly Process _shell;

    private NodeGuard(Process shell, int epmdProcessId)
    {
        _shell = shell;
        EpmdProcessId = epmdProcessId;
    }

    /// <summary>The port mapper's process; 0 where another guard holds it.</summary>
    public int EpmdProcessId { get; }

    public static NodeGuard Start(NodeFolder folder, NodeIdentity identity)
    {
        // In a session of its own, so that Ctrl-C in the terminal does not reach it.
        var epmdPort = identity.HoldsEpmd ? $"{identity.Ports.Epmd}" : "";
        var start = new ProcessStartInfo("setsid", ["sh", "-c", Script, "guard", folder.Path, epmdPort])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var shell = Process.Start(start)!;
        return new NodeGuard(shell, int.Parse(shell.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture));
    }

    public async ValueTask DisposeAsync()
    {
        _shell.StandardInput.Close();
        await _shell.WaitForExitAsync().ConfigureAwait(false);
        _shell.Dispose();
    }
}
