using Pulse.RabbitMq;

namespace Pulse.Runtime.Tests.Amqp;

/// <summary>A secret that the application provides, such as an access token, in place of a password.</summary>
[Collection(SharedRabbitMq.Name)]
public sealed class SecretTests(RabbitMqFixture rabbitMq)
{
    private const string User = "tokened";

    [Fact]
    public async Task The_provided_secret_takes_the_place_of_every_password_and_the_user_names_the_queues()
    {
        await using var scene = await OpenAsync("t0ken-1");
        var connection = scene.Connect(options =>
            WithUser(options, _ => Task.FromResult(new PulseCredentials("t0ken-1"))) with
            {
                Password = "wrong",
            }
        );
        await using var queue = await connection.Queue("x").On(scene.Everything, _ => { }).ConsumeAsync();
        Assert.Equal($"queue/{User}/x", queue.Name);
        await queue.DeleteAsync();
    }

    [Fact]
    public async Task Each_attempt_to_connect_asks_for_the_secret()
    {
        await using var scene = await OpenAsync("t0ken-1");
        using var proxy = TcpProxy.To(rabbitMq.Node);
        var secret = "t0ken-1";
        var connection = scene.Connect(options =>
            WithUser(options, _ => Task.FromResult(new PulseCredentials(secret))) with
            {
                Url = proxy.Url,
            }
        );
        var states = new Inbox<PulseState>();
        await using var channel = await connection.OpenChannelAsync();
        connection.StateChanged += (_, change) => states.Add(change.State);

        await rabbitMq.Node.ControlAsync("change_password", User, "t0ken-2");
        secret = "t0ken-2";
        proxy.CutConnections();
        Assert.Equal([PulseState.Reconnecting, PulseState.Connected], await states.NextAsync(2));
    }

    [Fact]
    public async Task A_secret_is_renewed_on_the_same_connection_before_it_expires()
    {
        await using var scene = await OpenAsync("t0ken-1");
        var asked = new Inbox<int>();
        var count = 0;
        var connection = scene.Connect(options =>
            WithUser(
                options,
                _ =>
                {
                    asked.Add(++count);
                    // A minute is a second: it is renewed after 0.8 s. The second one does not expire.
                    var expires = DateTimeOffset.UtcNow.AddMinutes(1);
                    return Task.FromResult(new PulseCredentials("t0ken-1", count == 1 ? expires : null));
                }
            ) with
            {
                TimeProvider = new FastTime(),
                ConnectTimeout = TimeSpan.FromMinutes(10),
            }
        );
        await using var channel = await connection.OpenChannelAsync();
        Assert.Equal([1, 2], await asked.NextAsync(2));
        // Logged when the broker has answered.
        await LoggedAsync(scene, "Information 30 Renewed the secret of user 'tokened'");
        Assert.True(channel.IsOpen);
        Assert.Equal(2, count);
    }

    [Fact]
    public async Task A_renewal_that_fails_is_retried_while_the_connection_stays()
    {
        await using var scene = await OpenAsync("t0ken-1");
        var count = 0;
        var connection = scene.Connect(options =>
            WithUser(
                options,
                _ =>
                    ++count is > 1 and < 5
                        ? throw new TimeoutException("the tokens are away")
                        : Task.FromResult(
                            new PulseCredentials(
                                "t0ken-1",
                                count == 1 ? DateTimeOffset.UtcNow.AddMilliseconds(500) : null
                            )
                        )
            )
        );
        await using var channel = await connection.OpenChannelAsync();
        await LoggedAsync(scene, "Information 30");
        Assert.Equal(5, count);
        Assert.True(channel.IsOpen);
        // Once for each reason.
        var line = Assert.Single(scene.Log.All, line => line.StartsWith("Warning 31", StringComparison.Ordinal));
        Assert.Contains("threw TimeoutException: the tokens are away", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_that_throws_fails_the_first_connect_and_is_retried_while_reconnecting()
    {
        await using var scene = await OpenAsync("t0ken-1");
        using var proxy = TcpProxy.To(rabbitMq.Node);
        var failure = new InvalidOperationException("no token today");
        var failures = 1;
        var connection = scene.Connect(options =>
            WithUser(
                options,
                _ => failures-- > 0 ? throw failure : Task.FromResult(new PulseCredentials("t0ken-1"))
            ) with
            {
                Url = proxy.Url,
            }
        );
        var error = await Assert.ThrowsAsync<ConnectionFailedException>(async () =>
            await connection.OpenChannelAsync()
        );
        Assert.Same(failure, error.InnerException);
        Assert.True(error.IsTransient);
        Assert.Contains("threw InvalidOperationException: no token today.", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, proxy.Accepted);

        await using var channel = await connection.OpenChannelAsync();
        var reasons = new Inbox<string>();
        connection.StateChanged += (_, change) => reasons.Add(change.Reason?.Message ?? $"{change.State}");
        failures = 2;
        proxy.CutConnections();
        Assert.Contains("was lost", await reasons.NextAsync(), StringComparison.Ordinal);
        Assert.Contains("no token today", await reasons.NextAsync(), StringComparison.Ordinal);
        await Eventually.HoldsAsync(() => connection.State == PulseState.Connected, "it is connected again");
        Assert.Equal(-1, failures);
    }

    [Fact]
    public async Task A_provider_that_does_not_return_fails_the_attempt_after_the_connect_timeout()
    {
        await using var scene = await OpenAsync("t0ken-1");
        var connection = scene.Connect(options =>
            WithUser(options, _ => new TaskCompletionSource<PulseCredentials>().Task) with
            {
                ConnectTimeout = TimeSpan.FromSeconds(0.3),
            }
        );
        var error = await Assert.ThrowsAsync<ConnectionFailedException>(async () =>
            await connection.OpenChannelAsync()
        );
        Assert.Contains("Credentials did not return within 0.3 s", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_appears_in_no_log_exception_or_ToString()
    {
        await using var scene = await OpenAsync("t0ken-1");
        var credentials = new PulseCredentials("s3cr3t-t0ken", DateTimeOffset.UtcNow.AddHours(1));
        var connection = scene.Connect(options => WithUser(options, _ => Task.FromResult(credentials)));
        var error = await Assert.ThrowsAsync<AuthenticationFailedException>(async () =>
            await connection.OpenChannelAsync()
        );
        Assert.Contains("the secret that PulseOptions.Credentials returns", error.Message, StringComparison.Ordinal);
        var ill = Assert.Throws<ArgumentException>(() => new PulseCredentials("s3cr3t-t0ken\n"));
        Assert.All(
            [$"{credentials}", $"{connection}", $"{error}", $"{ill}", .. scene.Log.All],
            text => Assert.DoesNotContain("s3cr3t-t0ken", text, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_login_by_certificate_takes_no_secret()
    {
        var error = Assert.Throws<ArgumentException>(() =>
            new PulseConnection(
                new PulseOptions
                {
                    Credentials = _ => Task.FromResult(new PulseCredentials("x")),
                    Tls = new() { LogInByCertificate = true },
                }
            )
        );
        Assert.Contains("sends no secret", error.Message, StringComparison.Ordinal);
    }

    private async Task<Scene> OpenAsync(string secret)
    {
        await rabbitMq.EnsureUserAsync(User, secret);
        await rabbitMq.Node.ControlAsync("change_password", User, secret);
        return await Scene.OpenAsync(rabbitMq);
    }

    private static PulseOptions WithUser(
        PulseOptions options,
        Func<CancellationToken, Task<PulseCredentials>> credentials
    ) => options with { User = User, Password = null, Credentials = credentials };

    private static Task LoggedAsync(Scene scene, string start) =>
        Eventually.HoldsAsync(
            () => scene.Log.All.Any(line => line.StartsWith(start, StringComparison.Ordinal)),
            $"'{start}' is logged"
        );
}
