using System.Net;
using System.Net.Sockets;

namespace Pulse.Runtime.Tests;

/// <summary>A wire to the broker that can be cut, and counts who came.</summary>
internal sealed class TcpProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<TcpClient> _clients = [];
    private readonly int _port;
    private readonly TaskCompletionSource _thaw = new();
    private bool _isCut;
    private volatile bool _isFrozen;

    private TcpProxy(int port)
    {
        _port = port;
        _listener.Start();
        _ = AcceptAsync();
    }

    public string Url => $"amqp://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>How many connections were made through here.</summary>
    public int Accepted { get; private set; }

    public static TcpProxy To(BrokerFixture broker) => new(broker.Node.Port);

    /// <summary>
    /// Ends every connection without a word, and takes new ones until <see cref="Mend"/> only to end them.
    /// </summary>
    public void Cut()
    {
        lock (_clients)
        {
            _isCut = true;
            _clients.ForEach(client => client.Dispose());
            _clients.Clear();
        }
    }

    /// <summary>Lets nothing more through, while both ends believe in the connection.</summary>
    public void Freeze() => _isFrozen = true;

    public void Mend()
    {
        lock (_clients)
            _isCut = false;
    }

    public void Dispose()
    {
        _thaw.TrySetResult();
        _listener.Dispose();
        Cut();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var near = await _listener.AcceptTcpClientAsync();
                Accepted++;
                var far = new TcpClient();
                lock (_clients)
                {
                    _clients.AddRange([near, far]);
                    if (_isCut)
                        near.Dispose();
                }

                await far.ConnectAsync(IPAddress.Loopback, _port);
                _ = PumpAsync(near, far);
                _ = PumpAsync(far, near);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task PumpAsync(TcpClient from, TcpClient to)
    {
        try
        {
            var bytes = new byte[64 * 1024];
            while (await from.GetStream().ReadAsync(bytes) is > 0 and var count)
            {
                if (_isFrozen)
                    await _thaw.Task;
                await to.GetStream().WriteAsync(bytes.AsMemory(0, count));
            }
        }
        catch (Exception exception)
            when (exception is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Cut.
        }
        finally
        {
            to.Dispose();
        }
    }
}
