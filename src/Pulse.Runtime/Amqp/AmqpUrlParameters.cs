using System.Globalization;

namespace Pulse;

/// <summary>
/// The query of a broker's URL, as RabbitMQ's own clients read it: <c>heartbeat</c> is in seconds and
/// <c>connection_timeout</c> in milliseconds. Other parameters are refused, with what to write instead.
/// </summary>
internal sealed record AmqpUrlParameters(TimeSpan? Heartbeat, TimeSpan? ConnectTimeout)
{
    private const string NotNeeded = "Leave it out: Pulse does not need it.";
    private const string Timeout = "Write connection_timeout, in milliseconds, or set PulseOptions.ConnectTimeout.";
    private const string Authorities = "Set PulseOptions.Tls.CertificateAuthorities.";
    private const string Certificates = "Set PulseOptions.Tls.ClientCertificates.";
    private const string Verified =
        "Leave it out: the broker's certificate is always verified, for the host of the URL. To trust an authority of "
        + "your own, set PulseOptions.Tls.CertificateAuthorities.";
    private const string Login =
        "Leave it out: Pulse logs in by password, or by certificate with PulseOptions.Tls.LogInByCertificate.";
    private const string Reconnecting = "Leave it out: Pulse reconnects by itself, and its intervals are fixed.";
    private const string Credentials = "Write user and password before the host: amqps://user:password@host.";
    private const string Name = "Set PulseOptions.ClientProvidedName.";

    // What the clients for Erlang, Java, Go, Python, Ruby, PHP, Rust and Node.js know.
    private static readonly Dictionary<string, string> Instead = new(StringComparer.OrdinalIgnoreCase)
    {
        ["requested_heartbeat"] = "Write heartbeat, in seconds, or set PulseOptions.Heartbeat.",
        ["heartbeat_interval"] = "Write heartbeat, in seconds, or set PulseOptions.Heartbeat.",
        ["heartbeat_timeout"] = "Write heartbeat, in seconds, or set PulseOptions.Heartbeat.",
        ["connect_timeout"] = Timeout,
        ["connectionTimeout"] = Timeout,
        ["socket_timeout"] = Timeout,
        ["stack_timeout"] = Timeout,
        ["timeout"] = Timeout,
        ["read_timeout"] = "Set PulseOptions.Heartbeat: it bounds how long a silent broker goes unnoticed.",
        ["write_timeout"] = "Set PulseOptions.Heartbeat: it bounds how long a silent broker goes unnoticed.",
        ["blocked_connection_timeout"] = "Leave it out, and watch PulseConnection.State for Blocked.",
        ["cacertfile"] = Authorities,
        ["cacert"] = Authorities,
        ["cafile"] = Authorities,
        ["capath"] = Authorities,
        ["cadata"] = Authorities,
        ["ca_certs"] = Authorities,
        ["certfile"] = Certificates,
        ["cert"] = Certificates,
        ["keyfile"] = Certificates,
        ["key"] = Certificates,
        ["verify"] = Verified,
        ["verify_peer"] = Verified,
        ["fail_if_no_peer_cert"] = Verified,
        ["no_verify_ssl"] = Verified,
        ["cert_reqs"] = Verified,
        ["server_name_indication"] = Verified,
        ["ssl_options"] = Verified,
        ["depth"] = Verified,
        ["ssl"] = "Leave it out: the scheme amqps is with TLS, and amqp without.",
        ["auth_mechanism"] = Login,
        ["login_method"] = Login,
        ["connection_attempts"] = Reconnecting,
        ["retry_delay"] = Reconnecting,
        ["reconnect_interval"] = Reconnecting,
        ["fail_fast"] = Reconnecting,
        ["channel_max"] = NotNeeded,
        ["channelMax"] = NotNeeded,
        ["frame_max"] = NotNeeded,
        ["frameMax"] = NotNeeded,
        ["locale"] = NotNeeded,
        ["backpressure_detection"] = NotNeeded,
        ["client_properties"] = NotNeeded,
        ["tcp_options"] = NotNeeded,
        ["keepalive"] = NotNeeded,
        ["prefetch_count"] = "Call Prefetch on the queue.",
        ["prefetchcount"] = "Call Prefetch on the queue.",
        ["name"] = Name,
        ["connection_name"] = Name,
        ["connectionName"] = Name,
        ["vhost"] = "Write the virtual host as the path: amqps://host/virtual-host.",
        ["virtual_host"] = "Write the virtual host as the path: amqps://host/virtual-host.",
        ["user"] = Credentials,
        ["username"] = Credentials,
        ["login"] = Credentials,
        ["password"] = Credentials,
    };

    /// <exception cref="ArgumentException">A parameter is unknown, or its value is out of range.</exception>
    public static AmqpUrlParameters Parse(string query, string source)
    {
        var parsed = new AmqpUrlParameters(null, null);
        foreach (var parameter in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = parameter.Split('=', 2) is [var before, var after] ? (before, after) : (parameter, "");
            parsed = Uri.UnescapeDataString(name).ToLowerInvariant() switch
            {
                "heartbeat" => parsed with { Heartbeat = TimeSpan.FromSeconds(ReadHeartbeat(value, source)) },
                "connection_timeout" => parsed with
                {
                    ConnectTimeout = TimeSpan.FromMilliseconds(ReadTimeout(value, source)),
                },
                _ => throw Unknown(Uri.UnescapeDataString(name), source),
            };
        }

        return parsed;
    }

    private static int ReadHeartbeat(string value, string source) =>
        ReadNumber(value) is >= 1 and <= ushort.MaxValue and var seconds
            ? seconds
            : throw Invalid(
                source,
                "the parameter 'heartbeat' must be from 1 to 65535 seconds (without heartbeats, a broker that falls "
                    + "silent would go unnoticed)"
            );

    // A number this small was meant in seconds, as some clients for PHP read it.
    private static int ReadTimeout(string value, string source) =>
        ReadNumber(value) is >= 100 and var milliseconds
            ? milliseconds
            : throw Invalid(
                source,
                "the parameter 'connection_timeout' must be a whole number of milliseconds, at least 100: "
                    + "connection_timeout=30000 is 30 seconds"
            );

    private static int? ReadNumber(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    // Only a name of the list is repeated: any other text may be part of a password.
    private static ArgumentException Unknown(string name, string source) =>
        Instead.TryGetValue(name, out var instead)
            ? Invalid(source, $"it has the parameter '{name}', which is not used here. {instead.TrimEnd('.')}")
            : Invalid(
                source,
                "it has a parameter other than 'heartbeat' (seconds) and 'connection_timeout' (milliseconds). Set "
                    + "PulseOptions instead; in a password, write '?' as %3F"
            );

    private static ArgumentException Invalid(string source, string fault, string argument = AmqpUrl.Argument) =>
        new($"{source} cannot be used: {fault}.", argument);
}
