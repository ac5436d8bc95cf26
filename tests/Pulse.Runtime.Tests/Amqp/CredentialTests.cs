namespace Pulse.Runtime.Tests.Amqp;

/// <summary>Where user and password come from; that they are right is shown by logging in.</summary>
[Collection(SharedRabbitMq.Name)]
public sealed class CredentialTests(RabbitMqFixture rabbitMq) : IDisposable
{
    private const string Name = "käthe";
    private const string Password = "p@ss/wo:rd$%# ä€+?&100%";

    public static TheoryData<string, string?, string?, string?, string?, string?, string?> Table =>
        new()
        {
            // which                             argument            URL              environment
            { "arguments", Name, Password, null, null, null, null },
            { "arguments before all", Name, Password, "no", "no", "no", "no" },
            { "the URL", null, null, Name, Password, null, null },
            { "the URL before the environment", null, null, Name, Password, "no", "no" },
            { "the environment", null, null, null, null, Name, Password },
            { "user argument, password URL", Name, null, "no", Password, "no", "no" },
            { "user argument, password env", Name, null, "no", null, "no", Password },
            { "user URL, password argument", null, Password, Name, null, "no", "no" },
            { "user URL, password env", null, null, Name, null, "no", Password },
            { "user env, password argument", null, Password, null, null, Name, "no" },
            { "user env, password URL", null, null, null, Password, Name, "no" },
            { "empty counts as unset", "", "", "", "", Name, Password },
            { "empty environment too", Name, Password, null, null, "", "" },
        };

    public static TheoryData<string> BadUrls =>
        [
            "hunter2",
            "https://u:hunter2@host",
            "amqps://u:hunter2@",
            "amqps://u:hunter2/x@host",
            "amqps://u:1/hunter2@host",
            "amqps://u:1#hunter2@host",
            "amqps://u:1?hunter2@host",
            "amqps://u:hunter2@host:port",
            "amqps://u:hunter2@host/a/b",
            "u:hunter2@host",
        ];

    public void Dispose() => SetEnvironment(null, null);

    [Theory]
    [MemberData(nameof(Table))]
    public async Task User_and_password_are_resolved_independently(
        string which,
        string? user,
        string? password,
        string? urlUser,
        string? urlPassword,
        string? envUser,
        string? envPassword
    )
    {
        Assert.NotEmpty(which);
        await rabbitMq.EnsureUserAsync(Name, Password);
        SetEnvironment(envUser, envPassword);
        await using var connection = new PulseConnection(user, password, Url(urlUser, urlPassword));

        await LogInAsync(connection);
        Assert.Contains($"user '{Name}'", connection.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Guest_is_the_user_where_none_is_given()
    {
        SetEnvironment(null, null);
        await using var connection = new PulseConnection(url: rabbitMq.Url);
        await LogInAsync(connection);
        Assert.Contains("user 'guest'", connection.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_name_of_a_queue_contains_the_user()
    {
        await rabbitMq.EnsureUserAsync(Name, Password);
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var connection = scene.Connect(options => options with { User = Name, Password = Password });
        await using var queue = await connection.Queue("tasks").On(scene.Everything, _ => { }).ConsumeAsync();
        Assert.Equal($"queue/{Name}/tasks", queue.Name);
        await queue.DeleteAsync();
    }

    [Theory]
    [InlineData(null, "amqps://pulse.mozilla.org:5671, virtual host '/'")]
    [InlineData("", "amqps://pulse.mozilla.org:5671, virtual host '/'")]
    [InlineData("amqps://host", "amqps://host:5671, virtual host '/'")]
    [InlineData("amqp://host", "amqp://host:5672, virtual host '/'")]
    [InlineData("AMQP://HOST/", "amqp://host:5672, virtual host '/'")]
    [InlineData("amqp://host:1234/some", "amqp://host:1234, virtual host 'some'")]
    [InlineData("amqp://u:p@host/%2F", "amqp://host:5672, virtual host '/'")]
    [InlineData("amqp://host/a%2Fb%20%C3%A4", "amqp://host:5672, virtual host 'a/b ä'")]
    [InlineData("amqps://[::1]:77", "amqps://[::1]:77, virtual host '/'")]
    public void The_URL_determines_the_endpoint_and_virtual_host(string? url, string where) =>
        Assert.EndsWith(where, new PulseConnection("u", "p", url).ToString(), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(BadUrls))]
    public void A_bad_URL_is_an_error_that_says_what_to_do_and_shows_no_password(string url)
    {
        var error = Assert.Throws<ArgumentException>(() => new PulseConnection(url: url));
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("amqps://user:password@host", error.Message, StringComparison.Ordinal);
        Assert.Equal("url", error.ParamName);
    }

    [Fact]
    public void A_URL_in_place_of_a_user_is_an_error_that_says_so()
    {
        var error = Assert.Throws<ArgumentException>(() => new PulseConnection("amqps://u:hunter2@host"));
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("then the URL", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Invalid_options_throw()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new PulseOptions { ConnectTimeout = TimeSpan.Zero });
        Assert.Throws<ArgumentOutOfRangeException>(() => new PulseOptions { DrainTimeout = TimeSpan.FromSeconds(-1) });
        Assert.Throws<ArgumentException>(() =>
            new PulseConnection(new PulseOptions { Tls = new PulseTlsOptions { LogInByCertificate = true } })
        );
        var empty = Assert.Throws<ArgumentException>(() =>
            new PulseConnection(new PulseOptions { Tls = new PulseTlsOptions { CertificateAuthorities = [] } })
        );
        Assert.Contains("CertificateAuthorities is empty", empty.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => new PulseConnection((PulseOptions)null!));
        AssertNotNull("Tls", () => new PulseOptions { Tls = null! });
        AssertNotNull("TimeProvider", () => new PulseOptions { TimeProvider = null! });
        AssertNotNull("ClientProvidedName", () => new PulseOptions { ClientProvidedName = null! });

        static void AssertNotNull(string name, Func<PulseOptions> make) =>
            Assert.Equal(name, Assert.Throws<ArgumentNullException>(make).ParamName);
    }

    private static async Task LogInAsync(PulseConnection connection)
    {
        await using var channel = await connection.OpenChannelAsync();
        Assert.True(channel.IsOpen);
    }

    private static void SetEnvironment(string? user, string? password)
    {
        Environment.SetEnvironmentVariable("PULSE_USERNAME", user);
        Environment.SetEnvironmentVariable("PULSE_PASSWORD", password);
    }

    private string Url(string? user, string? password)
    {
        if (user is null && password is null)
            return rabbitMq.Url;
        var credentials =
            Uri.EscapeDataString(user ?? "") + (password is null ? "" : ":" + Uri.EscapeDataString(password));
        return rabbitMq.Url.Replace("amqp://", $"amqp://{credentials}@", StringComparison.Ordinal);
    }
}
