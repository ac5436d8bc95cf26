using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Pulse.RabbitMq;

namespace Pulse.Runtime.Tests;

[Collection(SharedRabbitMq.Name)]
public sealed class ConnectionTests(RabbitMqFixture rabbitMq)
{
    [Fact]
    public async Task Nothing_connects_before_the_first_consume_and_twenty_first_ones_share_a_connection()
    {
        await rabbitMq.EnsureUserAsync("sharer", "sharer");
        await using var scene = await Scene.OpenAsync(rabbitMq);
        using var proxy = TcpProxy.To(rabbitMq.Node);
        var connection = scene.Connect(options =>
            options with
            {
                User = "sharer",
                Password = "sharer",
                Url = proxy.Url,
            }
        );
        var builders = Enumerable.Range(0, 20).Select(_ => connection.Queue().On(scene.Everything, _ => { })).ToList();
        Assert.Equal(0, proxy.Accepted);

        await Task.WhenAll(builders.Select(builder => Task.Run(() => builder.ConsumeAsync())));

        Assert.Equal(1, proxy.Accepted);
        await Eventually.HoldsAsync(async () => await rabbitMq.CountConnectionsAsync("sharer") == 1, "one connection");
        await connection.DisposeAsync();
        await Eventually.HoldsAsync(async () => await rabbitMq.CountConnectionsAsync("sharer") == 0, "no connection");
    }

    [Fact]
    public async Task Disposing_does_not_extend_the_stack_trace_of_a_failed_connect()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var connection = scene.Connect(options => options with { Url = "amqp://127.0.0.1:1" });
        var builder = connection.Queue().On(scene.Everything, _ => { });
        var error = await Assert.ThrowsAsync<ConnectionFailedException>(() => builder.ConsumeAsync());
        var trace = error.InnerException!.ToString();
        await connection.DisposeAsync();

        Assert.DoesNotContain("EndOnceConnectedAsync", trace, StringComparison.Ordinal);
        Assert.Equal(trace, error.InnerException!.ToString());
    }

    [Fact]
    public async Task A_failed_first_connect_is_retried_by_the_next_consume()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        using var proxy = TcpProxy.To(rabbitMq.Node);
        proxy.Cut();
        var builder = scene.Connect(options => options with { Url = proxy.Url }).Queue().On(scene.Everything, _ => { });
        await Assert.ThrowsAsync<ConnectionFailedException>(() => builder.ConsumeAsync());

        proxy.Mend();
        await using var queue = await builder.ConsumeAsync();
        Assert.False(queue.Completion.IsCompleted);
    }

    [Fact]
    public async Task A_wrong_password_is_an_authentication_failure()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var error = await FailAsync<AuthenticationFailedException>(
            scene,
            options => options with { Password = "wrong-hunter2" }
        );
        Assert.Contains("PULSE_PASSWORD", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_virtual_host_is_named_in_the_error()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var error = await FailAsync<ConnectionFailedException>(
            scene,
            options => options with { Url = rabbitMq.Url + "/nowhere" }
        );
        Assert.Contains("virtual host 'nowhere'", error.Message, StringComparison.Ordinal);
        Assert.Contains("Check the virtual host", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_refuses_the_connection_is_named_in_the_error()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var error = await FailAsync<ConnectionFailedException>(
            scene,
            options => options with { Url = $"amqp://127.0.0.1:{port}" }
        );
        Assert.Contains($"127.0.0.1:{port}", error.Message, StringComparison.Ordinal);
        Assert.Contains("refused", error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task An_unknown_host_is_named_in_the_error()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var error = await FailAsync<ConnectionFailedException>(
            scene,
            options => options with { Url = "amqp://nowhere.invalid" }
        );
        Assert.Contains("nowhere.invalid", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("amqp")]
    [InlineData("amqps")]
    public async Task A_connect_to_a_mute_peer_fails_within_the_connect_timeout(string scheme)
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        using var mute = new TcpListener(IPAddress.Loopback, 0);
        mute.Start();
        var watch = Stopwatch.StartNew();
        var error = await FailAsync<ConnectionFailedException>(
            scene,
            options =>
                options with
                {
                    Url = $"{scheme}://127.0.0.1:{((IPEndPoint)mute.LocalEndpoint).Port}",
                    ConnectTimeout = TimeSpan.FromSeconds(0.3),
                }
        );
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(4), $"{watch.Elapsed}");
        Assert.Contains("no answer within 0.3 s", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_peer_that_does_not_speak_AMQP_is_reported_as_such()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var error = await FailAsync<ConnectionFailedException>(
            scene,
            options => options with { Url = $"amqp://127.0.0.1:{rabbitMq.Node.TlsPort}" }
        );
        Assert.Contains("without TLS", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_one_consume_does_not_cancel_another_that_waits_for_the_same_connection()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        using var mute = new TcpListener(IPAddress.Loopback, 0);
        mute.Start();
        var connection = scene.Connect(options =>
            options with
            {
                Url = $"amqp://127.0.0.1:{((IPEndPoint)mute.LocalEndpoint).Port}",
                ConnectTimeout = TimeSpan.FromSeconds(1),
            }
        );
        var builder = connection.Queue().On(scene.Everything, _ => { });
        using var cancel = new CancellationTokenSource();
        var cancelled = builder.ConsumeAsync(cancel.Token);
        var patient = builder.ConsumeAsync();
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.WithinPatience());
        await Assert.ThrowsAsync<ConnectionFailedException>(() => patient.WithinPatience());
    }

    [Fact]
    public async Task Disposing_cancels_an_attempt_to_connect()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        using var mute = new TcpListener(IPAddress.Loopback, 0);
        mute.Start();
        var connection = scene.Connect(options =>
            options with
            {
                Url = $"amqp://127.0.0.1:{((IPEndPoint)mute.LocalEndpoint).Port}",
            }
        );
        var consuming = connection.Queue().On(scene.Everything, _ => { }).ConsumeAsync();
        await connection.DisposeAsync().AsTask().WithinPatience();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => consuming.WithinPatience());
    }

    [Fact]
    public async Task Disposing_closes_the_queues_and_lets_handlers_finish()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var (entered, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        var connection = scene.Connect();
        var queue = await connection
            .Queue(scene.QueueName)
            .On(
                scene.Everything,
                async _ =>
                {
                    entered.SetResult();
                    await gate.Task;
                }
            )
            .ConsumeAsync();
        await scene.PublishAsync("a");
        await entered.Task.WithinPatience();

        var disposing = connection.DisposeAsync().AsTask();
        Assert.False(disposing.IsCompleted);
        gate.SetResult();
        await disposing.WithinPatience();

        Assert.True(queue.Completion.IsCompletedSuccessfully);
        Assert.Equal(0u, await scene.CountWaitingAsync());
        await queue.DisposeAsync();
        await connection.DisposeAsync();
    }

    [Fact]
    public async Task A_handler_may_dispose_its_connection()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var connection = scene.Connect();
        var queue = await connection
            .Queue(scene.QueueName)
            .On(scene.Everything, async _ => await connection.DisposeAsync())
            .ConsumeAsync();
        await scene.PublishAsync("a");

        await queue.Completion.WithinPatience();
        await connection.DisposeAsync().AsTask().WithinPatience();
        Assert.Equal(0u, await scene.CountWaitingAsync());
    }

    [Fact]
    public async Task Consuming_on_a_disposed_connection_throws()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var connection = scene.Connect();
        var builder = connection.Queue().On(scene.Everything, _ => { });
        await connection.DisposeAsync();

        Assert.Throws<ObjectDisposedException>(() => connection.Queue());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => builder.ConsumeAsync());
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await connection.OpenChannelAsync());
    }

    [Fact]
    public async Task OpenChannelAsync_opens_a_channel_on_the_same_connection()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var connection = scene.Connect();
        var queue = await connection.Queue().On(scene.Everything, _ => { }).ConsumeAsync();
        await using var channel = await connection.OpenChannelAsync();

        // Only the connection that the exclusive queue belongs to may look at it.
        Assert.Equal(1u, (await channel.QueueDeclarePassiveAsync(queue.Name)).ConsumerCount);
    }

    [Fact]
    public async Task The_connection_has_a_name_that_operators_see()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var connection = scene.Connect(options => options with { ClientProvidedName = "my-sniffer" });
        await using var channel = await connection.OpenChannelAsync();
        await Eventually.HoldsAsync(
            async () =>
                (await rabbitMq.Node.ControlAsync("list_connections", "client_properties")).Contains(
                    "my-sniffer",
                    StringComparison.Ordinal
                ),
            "the name is listed"
        );
    }

    private static async Task<T> FailAsync<T>(Scene scene, Func<PulseOptions, PulseOptions> change)
        where T : PulseException
    {
        var error = await Assert.ThrowsAsync<T>(() =>
            scene.Connect(change).Queue().On(scene.Everything, _ => { }).ConsumeAsync().WithinPatience()
        );
        Assert.NotNull(error.InnerException);
        Assert.Contains("guest", error.Message, StringComparison.Ordinal);
        return error;
    }
}
