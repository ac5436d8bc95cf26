namespace Pulse.Runtime.Tests.Amqp;

/// <summary>A distinctive password goes everywhere that a password can go, and comes out nowhere.</summary>
[Collection(SharedRabbitMq.Name)]
public sealed class SecrecyTests(RabbitMqFixture rabbitMq)
{
    private const string Password = "s3cr3t-tr0mb0ne";

    private readonly List<string> _said = [];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_password_is_in_no_log_exception_or_ToString(bool isInUrl)
    {
        await rabbitMq.EnsureUserAsync("careful", Password);
        await using var scene = await Scene.OpenAsync(rabbitMq);
        PulseConnection Connect(string? password = null, string? url = null, string user = "careful") =>
            scene.Connect(options =>
                Note(
                    options with
                    {
                        User = isInUrl ? null : user,
                        Password = isInUrl ? null : password ?? Password,
                        Url = isInUrl
                            ? (url ?? rabbitMq.Url).Replace(
                                "://",
                                $"://{user}:{password ?? Password}@",
                                StringComparison.Ordinal
                            )
                            : url ?? rabbitMq.Url,
                        ConnectTimeout = TimeSpan.FromSeconds(5),
                    }
                )
            );

        // Success, and the failures of a handler and of a body.
        var connection = Note(Connect());
        var queue = Note(
            await Note(
                    connection
                        .Queue("secret")
                        .On(scene.Everything, d => throw new InvalidOperationException(d.ToString()))
                )
                .ConsumeAsync()
        );
        await scene.PublishAsync("a");
        await scene.PublishAsync("a", "{");
        await Eventually.HoldsAsync(
            () => scene.Log.All.Count(line => line.StartsWith("Error", StringComparison.Ordinal)) >= 3,
            "three failures are logged"
        );
        await queue.DeleteAsync();

        // Errors on connecting and declaring.
        await FailAsync(Connect(user: "nobody"), scene.Everything);
        await FailAsync(Connect(password: Password + "-wrong"), scene.Everything);
        await FailAsync(Connect(url: "amqp://127.0.0.1:1"), scene.Everything);
        await FailAsync(Connect(url: rabbitMq.Url + "/nowhere"), scene.Everything);
        await FailAsync(Connect(url: $"amqps://127.0.0.1:{rabbitMq.Node.TlsPort}"), scene.Everything);
        await FailAsync(Connect(url: $"amqp://127.0.0.1:{rabbitMq.Node.TlsPort}"), scene.Everything);
        await FailAsync(Connect(), Binding.To("exchange/no/where", "#"));
        await FailAsync(Connect(), Binding.To("amq.topic", "#"));
        Assert.Throws<ArgumentException>(() => NoteError(() => new PulseConnection($"amqp://u:{Password}@host")));
        Assert.Throws<ArgumentException>(() => NoteError(() => new PulseConnection(url: $"amqp://u:{Password}/@host")));

        // A lost connection.
        var losing = Connect();
        var reasons = new Inbox<PulseException>();
        losing.StateChanged += (_, change) =>
        {
            if (change.Reason is { } reason)
                reasons.Add(reason);
        };
        await losing.Queue().On(scene.Everything, _ => { }).ConsumeAsync();
        await rabbitMq.Node.CloseAllConnectionsAsync("enough");
        _said.Add((await reasons.NextAsync()).ToString());

        Assert.All(
            _said.Concat(scene.Log.All),
            text => Assert.DoesNotContain(Password, text, StringComparison.Ordinal)
        );
        Assert.True(_said.Count > 25, "everything was looked at");
    }

    private T Note<T>(T thing)
        where T : notnull
    {
        _said.Add(thing.ToString()!);
        return thing;
    }

    private object NoteError(Func<object> code)
    {
        try
        {
            return code();
        }
        catch (Exception error)
        {
            _said.Add(error.ToString());
            throw;
        }
    }

    private async Task FailAsync<TPayload>(PulseConnection connection, IBinding<string, TPayload> binding)
    {
        _said.Add(connection.ToString());
        var error = await Assert.ThrowsAnyAsync<PulseException>(() =>
            connection.Queue().On(binding, _ => { }).ConsumeAsync().WithinPatience()
        );
        _said.Add(error.ToString());
    }
}
