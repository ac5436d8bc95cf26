using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Pulse.Runtime.Tests.Amqp;

/// <summary>Answers over HTTP with an authority's revocation list, as it is when it is asked.</summary>
internal sealed class RevocationListServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<byte[]> _list;

    public RevocationListServer(Func<byte[]> list)
    {
        _list = list;
        _listener.Start();
        _ = ServeAsync();
    }

    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/{Guid.NewGuid():N}.crl";

    public bool IsAsked { get; private set; }

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                IsAsked = true;
                var stream = client.GetStream();
                _ = await stream.ReadAsync(new byte[4096]);
                var list = _list();
                byte[] answer =
                [
                    .. "HTTP/1.1 200 OK\r\nContent-Type: application/pkix-crl\r\nConnection: close\r\n"u8,
                    .. Encoding.ASCII.GetBytes($"Content-Length: {list.Length}\r\n\r\n"),
                    .. list,
                ];
                await stream.WriteAsync(answer);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or IOException)
        {
            // The test is over.
        }
    }
}
