using System.Net;
using System.Net.Sockets;

namespace Pulse.RabbitMq;

/// <summary>A connection to the broker that can fail in every way that a network can, and counts the connections made.</summary>
public sealed class TcpProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly object _sync = new();
    private readonly List<IDisposable> _connections = [];
    private readonly int _port;
    private TaskCompletionSource _passage = Open();
    private bool _isCut;
    private bool _isMute;
    private bool _wantsConfigure;
    private (ushort Class, ushort Method, bool Silently)? _interruptOn;

    private TcpProxy(int port)
    {
        _port = port;
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>The proxy's own port.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The URL for AMQP through the proxy, without a user.</summary>
    public string Url => $"amqp://127.0.0.1:{Port}";

    /// <summary>How many connections were made through here.</summary>
    public int Accepted { get; private set; }

    /// <summary>A proxy in front of a node, which need not be running.</summary>
    public static TcpProxy To(RabbitMqNode node) => To(node.Port);

    internal static TcpProxy To(int port) => new(port);

    /// <summary>Cuts every open connection, once; new ones are accepted.</summary>
    public void CutConnections()
    {
        lock (_sync)
        {
            _connections.ForEach(connection => connection.Dispose());
            _connections.Clear();
        }
    }

    /// <summary>
    /// Cuts every open connection, and every new one at once until <see cref="Mend"/>.
    /// </summary>
    public void Cut()
    {
        lock (_sync)
        {
            _isCut = true;
            CutConnections();
        }
    }

    /// <summary>
    /// Ends a connection when the client sends a method on it, such as 50, 10 for <c>queue.declare</c>: once, before the
    /// method goes through.
    /// </summary>
    public void CutOn(ushort classId, ushort methodId)
    {
        lock (_sync)
            _interruptOn = (classId, methodId, Silently: false);
    }

    /// <summary>
    /// Has a connection fall silent, as by <see cref="HalfOpen"/>, when the client sends a method on it: once, before the
    /// method goes through.
    /// </summary>
    public void SilenceOn(ushort classId, ushort methodId)
    {
        lock (_sync)
            _interruptOn = (classId, methodId, Silently: true);
    }

    /// <summary>Whether what <see cref="CutOn"/> or <see cref="SilenceOn"/> wait for has not been sent yet.</summary>
    public bool IsInterruptionPending
    {
        get
        {
            lock (_sync)
                return _interruptOn is not null;
        }
    }

    /// <summary>
    /// Lets nothing through until <see cref="Mend"/>, while both ends believe that they are connected. Then everything
    /// that was sent arrives; nothing is lost.
    /// </summary>
    public void Stall()
    {
        lock (_sync)
        {
            if (_passage.Task.IsCompleted)
                _passage = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>
    /// Lets nothing more through on the open connections, ever, not even that one end has closed; new ones work.
    /// </summary>
    public void HalfOpen()
    {
        lock (_sync)
        {
            foreach (var link in _connections.OfType<ProxyLink>())
                link.Silence();
        }
    }

    /// <summary>Accepts new connections until <see cref="Mend"/> and never sends anything on them.</summary>
    public void Mute()
    {
        lock (_sync)
            _isMute = true;
    }

    /// <summary>
    /// Answers a passive declare like RabbitMQ 4.2.6, which refuses it without the permission <c>configure</c>: it becomes an
    /// ordinary one on its way, and the broker refuses that.
    /// </summary>
    public void WantConfigureForPassiveDeclares()
    {
        lock (_sync)
            _wantsConfigure = true;
    }

    /// <summary>Ends <see cref="Cut"/>, <see cref="Stall"/> and <see cref="Mute"/>.</summary>
    public void Mend()
    {
        lock (_sync)
        {
            _isCut = _isMute = false;
            _passage.TrySetResult();
        }
    }

    /// <summary>Cuts every connection and accepts no more.</summary>
    public void Dispose()
    {
        _listener.Dispose();
        Cut();
        lock (_sync)
            _passage.TrySetResult();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                Take(await _listener.AcceptTcpClientAsync().ConfigureAwait(false));
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private void Take(TcpClient client)
    {
        client.NoDelay = true;
        lock (_sync)
        {
            Accepted++;
            if (_isCut)
            {
                client.Dispose();
            }
            else if (_isMute)
            {
                _connections.Add(client);
            }
            else
            {
                var link = new ProxyLink(client, PassageAsync, IsCutBy);
                _connections.Add(link);
                _ = link.RunAsync(_port);
            }
        }
    }

    private bool IsCutBy(ProxyLink link, Memory<byte> sent)
    {
        lock (_sync)
        {
            if (_wantsConfigure)
                MethodFrame.ClearPassive(sent.Span);
            if (
                _interruptOn is not var (classId, methodId, silently)
                || MethodFrame.Find(sent.Span, classId, methodId) < 0
            )
            {
                return false;
            }

            _interruptOn = null;
            if (silently)
                link.Silence();
            return !silently;
        }
    }

    private Task PassageAsync()
    {
        lock (_sync)
            return _passage.Task;
    }

    private static TaskCompletionSource Open()
    {
        var open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        open.SetResult();
        return open;
    }
}
