using System.Net;
using System.Net.Sockets;

namespace Pulse.RabbitMq;

/// <summary>Asks whether a server answers on a loopback port.</summary>
internal static class AmqpPort
{
    /// <summary>Whether a broker answers the protocol header with a method frame (connection.start).</summary>
    public static async Task<bool> AnswersAsync(int port, CancellationToken ct)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port, ct).ConfigureAwait(false);
            var stream = client.GetStream();
            await stream.WriteAsync("AMQP\0\0\x09\x01"u8.ToArray(), ct).ConfigureAwait(false);
            var reply = new byte[1];
            return await stream.ReadAsync(reply, ct).ConfigureAwait(false) == 1 && reply[0] == 1;
        }
        catch (Exception notYet) when (notYet is SocketException or IOException)
        {
            return false;
        }
    }

    /// <summary>Whether the port accepts connections.</summary>
    public static async Task<bool> AcceptsAsync(int port, CancellationToken ct)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port, ct).ConfigureAwait(false);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
