using System.Net.Sockets;
using System.Text;

namespace Pulse.RabbitMq.Tests;

public sealed class TcpProxyTests : IDisposable
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly EchoServer _server = new();
    private readonly TcpProxy _proxy;

    public TcpProxyTests() => _proxy = TcpProxy.To(_server.Port);

    [Fact]
    public async Task The_proxy_passes_bytes_on_in_both_directions()
    {
        using var client = Connect();
        Assert.Equal("hello", await AskAsync(client, "hello"));
        Assert.Equal(1, _proxy.Accepted);
    }

    [Fact]
    public async Task Cutting_the_connections_ends_the_open_ones_and_no_later_one()
    {
        using var client = Connect();
        await AskAsync(client, "hello");
        _proxy.CutConnections();

        Assert.Equal("", await HearAsync(client));
        await ConnectedBecomesAsync(0);
        using var next = Connect();
        Assert.Equal("again", await AskAsync(next, "again"));
    }

    [Fact]
    public async Task A_cut_wire_ends_new_connections_until_it_is_mended()
    {
        _proxy.Cut();
        using var client = Connect();
        Assert.Equal("", await HearAsync(client));

        _proxy.Mend();
        using var next = Connect();
        Assert.Equal("hello", await AskAsync(next, "hello"));
    }

    [Fact]
    public async Task A_stalled_wire_loses_nothing()
    {
        using var client = Connect();
        await AskAsync(client, "hello");
        _proxy.Stall();
        using var next = Connect();
        await SayAsync(client, "are you ");
        await SayAsync(client, "there?");
        await SayAsync(next, "and you?");
        Assert.True(await IsSilentAsync(client));

        _proxy.Mend();
        Assert.Equal("are you there?", await HearAsync(client, length: 14));
        Assert.Equal("and you?", await HearAsync(next, length: 8));
    }

    [Fact]
    public async Task A_half_open_connection_stays_silent_even_when_an_end_closes_while_new_ones_work()
    {
        var client = Connect();
        await AskAsync(client, "hello");
        _proxy.HalfOpen();
        _proxy.Mend();
        await SayAsync(client, "are you there?");
        Assert.True(await IsSilentAsync(client));
        client.Dispose();

        using var next = Connect();
        Assert.Equal("again", await AskAsync(next, "again"));
        Assert.Equal(2, _server.Connected);
    }

    [Fact]
    public async Task A_mute_wire_takes_connections_and_says_nothing_while_those_from_before_go_on()
    {
        using var client = Connect();
        await AskAsync(client, "hello");
        _proxy.Mute();
        using var mute = Connect();
        await SayAsync(mute, "are you there?");
        Assert.True(await IsSilentAsync(mute));
        Assert.Equal("still", await AskAsync(client, "still"));

        _proxy.Mend();
        using var next = Connect();
        Assert.Equal("again", await AskAsync(next, "again"));
    }

    [Fact]
    public async Task A_connection_to_a_closed_port_ends_and_the_next_one_is_still_accepted()
    {
        _server.Dispose();
        using var client = Connect();
        Assert.Equal("", await HearAsync(client));
        using var next = Connect();
        Assert.Equal("", await HearAsync(next));
    }

    public void Dispose()
    {
        _proxy.Dispose();
        _server.Dispose();
    }

    private TcpClient Connect() => new("127.0.0.1", _proxy.Port);

    private static async Task<string> AskAsync(TcpClient client, string text)
    {
        await SayAsync(client, text);
        return await HearAsync(client, text.Length);
    }

    private static Task SayAsync(TcpClient client, string text) =>
        client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(text)).AsTask();

    // Empty if the connection ends instead.
    private static async Task<string> HearAsync(TcpClient client, int length = 1)
    {
        var bytes = new byte[length];
        try
        {
            var count = await client.GetStream().ReadAtLeastAsync(bytes, length, false).AsTask().WaitAsync(Patience);
            return Encoding.UTF8.GetString(bytes, 0, count);
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static async Task<bool> IsSilentAsync(TcpClient client)
    {
        await Task.Delay(Moment);
        return client.Available == 0;
    }

    private Task ConnectedBecomesAsync(int count) =>
        Eventually.HoldsAsync(() => _server.Connected == count, $"{count} connections are open");
}
