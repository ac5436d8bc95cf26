using System.Net;
using System.Net.Sockets;

namespace Pulse.RabbitMq;

/// <summary>The loopback ports of one node.</summary>
internal sealed record NodePorts(int Amqp, int Tls, int Distribution, int Epmd)
{
    // Not from the ephemeral range (32768 and up): while the node is down, any outgoing connection could get
    // its port there, even that of a client which reconnects and so ends up connected to itself.
    private const int First = 20_000;
    private const int Last = 32_767;

    /// <summary>Free ports; for AMQP the preferred one, if that is free.</summary>
    public static NodePorts TakeFree(int? preferred = null)
    {
        var held = new List<TcpListener>();
        try
        {
            var amqp = preferred is { } port && TryHold(held, port) ? port : HoldOne(held);
            return new NodePorts(amqp, HoldOne(held), HoldOne(held), HoldOne(held));
        }
        finally
        {
            held.ForEach(listener => listener.Dispose());
        }
    }

    private static int HoldOne(List<TcpListener> held)
    {
        while (true)
        {
            var port = Random.Shared.Next(First, Last + 1);
            if (TryHold(held, port))
                return port;
        }
    }

    private static bool TryHold(List<TcpListener> held, int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            held.Add(listener);
            return true;
        }
        catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            listener.Dispose();
            return false;
        }
    }
}
