using System.Net;
using System.Net.Sockets;
using RabbitMQ.Client;

namespace Pulse;

/// <summary>The client's socket, which keeps why it could not connect: the client forgets that of an IPv6 address.</summary>
internal sealed class AmqpSocket(AddressFamily family) : ITcpClient
{
    private readonly ITcpClient _socket = ConnectionFactoryBase.DefaultSocketFactory(family);

    /// <summary>Why which address could not be connected to; <see langword="null"/> while that has not failed.</summary>
    public string? Failure { get; private set; }

    public bool Connected => _socket.Connected;

    public TimeSpan ReceiveTimeout
    {
        get => _socket.ReceiveTimeout;
        set => _socket.ReceiveTimeout = value;
    }

    public Socket Client => _socket.Client;

    public async Task ConnectAsync(IPAddress host, int port, CancellationToken cancellationToken = default)
    {
        try
        {
            await _socket.ConnectAsync(host, port, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Failure = $"{exception.GetBaseException().Message.TrimEnd('.')} ({new IPEndPoint(host, port)})";
            throw;
        }
    }

    public NetworkStream GetStream() => _socket.GetStream();

    public void Close() => _socket.Close();

    public void Dispose() => _socket.Dispose();
}
