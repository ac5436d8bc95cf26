namespace Pulse.Runtime.Tests.Amqp;

/// <summary>Where the URL comes from, and what its parameters mean.</summary>
[Collection(SharedRabbitMq.Name)]
public sealed class AmqpUrlTests(RabbitMqFixture rabbitMq) : IDisposable
{
    private const string Variable = "PULSE_URL";

    public static TheoryData<string, string> OtherClientsParameters =>
        new()
        {
            // parameter                            what to write instead
            { "connect_timeout=3", "connection_timeout" },
            { "socket_timeout=5", "connection_timeout" },
            { "connectionTimeout=5000", "connection_timeout" },
            { "blocked_connection_timeout=300", "PulseConnection.State" },
            { "requested_heartbeat=30", "PulseOptions.Heartbeat" },
            { "cacertfile=/ca.pem", "CertificateAuthorities" },
            { "certfile=/c.pem", "ClientCertificates" },
            { "KeyFile=/k.pem", "ClientCertificates" },
            { "verify=verify_none", "always verified" },
            { "server_name_indication=other", "always verified" },
            { "auth_mechanism=external", "LogInByCertificate" },
            { "channel_max=10", "Leave it out" },
            { "frameMax=0x1000", "Leave it out" },
            { "connection_attempts=3", "Pulse reconnects" },
            { "name=watcher", "ClientProvidedName" },
            { "vhost=tests", "as the path" },
            { "prefetch_count=20", "Prefetch" },
            { "password=hunter2", "before the host" },
        };

    public void Dispose() => Environment.SetEnvironmentVariable(Variable, null);

    [Theory]
    [InlineData("amqp://argument:1", "amqp://variable:2", "amqp://argument:1")]
    [InlineData(null, "amqp://variable:2", "amqp://variable:2")]
    [InlineData("", "amqp://variable:2", "amqp://variable:2")]
    [InlineData(null, "amqp://variable:2\n", "amqp://variable:2")]
    [InlineData(null, "amqp://a:2,b,[::1]:3/", "amqp://a:2,b:5672,[::1]:3")]
    [InlineData(null, " \n", "amqps://pulse.mozilla.org:5671")]
    [InlineData(null, null, "amqps://pulse.mozilla.org:5671")]
    public void The_URL_is_the_argument_else_PULSE_URL_else_production(string? url, string? variable, string where)
    {
        Environment.SetEnvironmentVariable(Variable, variable);
        Assert.Contains($" at {where}, ", new PulseConnection("u", "p", url).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PULSE_URL_is_enough_to_connect()
    {
        Environment.SetEnvironmentVariable(Variable, rabbitMq.Url + "\n");
        await using var connection = new PulseConnection();
        await using var channel = await connection.OpenChannelAsync();
        Assert.True(channel.IsOpen);
    }

    [Fact]
    public void An_error_in_PULSE_URL_names_the_variable_and_does_not_repeat_it()
    {
        Environment.SetEnvironmentVariable(Variable, "amqps://u:hunter2/x@host");
        var error = Assert.Throws<ArgumentException>(() => new PulseConnection());
        Assert.StartsWith("PULSE_URL ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("heartbeat=30", 30, 30)]
    [InlineData("connection_timeout=5000", 10, 5)]
    [InlineData("Heartbeat=20&connection_timeout=1500&", 20, 1.5)]
    [InlineData("", 10, 30)]
    public void Heartbeat_is_in_seconds_and_connection_timeout_in_milliseconds(
        string query,
        double heartbeat,
        double connectTimeout
    )
    {
        var options = new PulseConnection(url: $"amqp://host/?{query}").Options;
        Assert.Equal(TimeSpan.FromSeconds(heartbeat), options.Heartbeat);
        Assert.Equal(TimeSpan.FromSeconds(connectTimeout), options.ConnectTimeout);
    }

    [Fact]
    public void Options_that_are_set_win_over_the_URL_also_with_their_defaults()
    {
        var options = new PulseOptions
        {
            Url = "amqp://host?heartbeat=30&connection_timeout=5000",
            Heartbeat = TimeSpan.FromSeconds(10),
        };
        var resolved = new PulseConnection(options).Options;
        Assert.Equal(TimeSpan.FromSeconds(10), resolved.Heartbeat);
        Assert.Equal(TimeSpan.FromSeconds(5), resolved.ConnectTimeout);
    }

    [Theory]
    [MemberData(nameof(OtherClientsParameters))]
    public void A_parameter_of_another_client_is_refused_by_name_with_what_to_write_instead(
        string parameter,
        string instead
    )
    {
        var error = Refused($"amqps://host?{parameter}");
        Assert.Contains($"'{parameter.Split('=')[0]}'", error.Message, StringComparison.Ordinal);
        Assert.Contains(instead, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("heartbeat=0", "'heartbeat' must be from 1 to 65535 seconds")]
    [InlineData("heartbeat=65536", "'heartbeat' must be from 1 to 65535 seconds")]
    [InlineData("heartbeat", "'heartbeat' must be from 1 to 65535 seconds")]
    [InlineData("heartbeat=30s", "'heartbeat' must be from 1 to 65535 seconds")]
    [InlineData("connection_timeout=30", "milliseconds")]
    [InlineData("connection_timeout=2.5", "milliseconds")]
    [InlineData("connection_timeout=99999999999", "milliseconds")]
    public void A_value_out_of_range_is_refused_with_its_unit(string parameter, string why) =>
        Assert.Contains(why, Refused($"amqps://host?{parameter}").Message, StringComparison.Ordinal);

    [Fact]
    public void An_unknown_parameter_is_refused_without_being_repeated()
    {
        var error = Refused("amqps://u:1?hunter2");
        Assert.Contains("'heartbeat'", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    private static ArgumentException Refused(string url)
    {
        var error = Assert.Throws<ArgumentException>(() => new PulseConnection(url: url));
        Assert.Equal("url", error.ParamName);
        return error;
    }
}
