using System.Net;
using System.Net.Sockets;

namespace Pulse.RabbitMq;

/// <summary>One connection through a <see cref="TcpProxy"/>: bytes that arrive at one end are sent on at the other.</summary>
internal sealed class ProxyLink(TcpClient near, Func<Task> passage, Func<ProxyLink, Memory<byte>, bool> isCutBy)
    : IDisposable
{
    private readonly TcpClient _far = new() { NoDelay = true };
    private readonly TaskCompletionSource _never = new();
    private volatile bool _isSilent;

    /// <summary>Connects the far end and passes on what comes, until an end closes; throws nothing.</summary>
    public async Task RunAsync(int port)
    {
        try
        {
            await _far.ConnectAsync(IPAddress.Loopback, port).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            near.Dispose(); // nothing listens there
            return;
        }

        await Task.WhenAll(PumpAsync(near, _far, sent => isCutBy(this, sent)), PumpAsync(_far, near, _ => false))
            .ConfigureAwait(false);
    }

    /// <summary>Passes nothing on from now on, not even that an end has closed.</summary>
    public void Silence() => _isSilent = true;

    public void Dispose()
    {
        near.Dispose();
        _far.Dispose();
    }

    private async Task PumpAsync(TcpClient from, TcpClient to, Func<Memory<byte>, bool> isCut)
    {
        var bytes = new byte[64 * 1024];
        int count;
        do
        {
            count = await ReadAsync(from, bytes).ConfigureAwait(false);
            await passage().ConfigureAwait(false);
            if (isCut(bytes.AsMemory(0, count)))
            {
                Dispose();
                return;
            }

            if (_isSilent)
                await _never.Task.ConfigureAwait(false);
        } while (count > 0 && await WriteAsync(to, bytes.AsMemory(0, count)).ConfigureAwait(false));
        to.Dispose();
    }

    private static async Task<int> ReadAsync(TcpClient from, byte[] bytes)
    {
        try
        {
            return await from.GetStream().ReadAsync(bytes).ConfigureAwait(false);
        }
        catch (Exception closed) when (IsClosed(closed))
        {
            return 0;
        }
    }

    private static async Task<bool> WriteAsync(TcpClient to, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await to.GetStream().WriteAsync(bytes).ConfigureAwait(false);
            return true;
        }
        catch (Exception closed) when (IsClosed(closed))
        {
            return false;
        }
    }

    private static bool IsClosed(Exception exception) =>
        exception is IOException or ObjectDisposedException or InvalidOperationException;
}
