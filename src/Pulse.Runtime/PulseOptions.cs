using Microsoft.Extensions.Logging;

namespace Pulse;

/// <summary>How to reach the broker, and the services that a <see cref="PulseConnection"/> uses.</summary>
/// <remarks>
/// User and password are resolved independently: here, <see cref="Url"/>, the environment variables
/// <c>PULSE_USERNAME</c> and <c>PULSE_PASSWORD</c>, then <c>guest</c>. An empty string counts as unset, and white space
/// at the end of an environment variable does not count. <see cref="Credentials"/> takes the place of every password.
/// </remarks>
public sealed record PulseOptions
{
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    // What a timer can wait: almost 25 days.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(int.MaxValue);

    // Null where unset: the URL may set them, too.
    private readonly TimeSpan? _connectTimeout;
    private readonly TimeSpan? _heartbeat;

    /// <summary>The user to log in as; queues are named after it.</summary>
    /// <exception cref="ArgumentException">
    /// The value contains a colon, as a URL does, or a control character.
    /// </exception>
    public string? User
    {
        get;
        init => field = CredentialText.CheckUser(value, "The user", nameof(User));
    }

    /// <summary>The user's password, unencoded.</summary>
    /// <exception cref="ArgumentException">The value is a URL, or contains a control character.</exception>
    public string? Password
    {
        get;
        init => field = CredentialText.CheckPassword(value, "The password", nameof(Password));
    }

    /// <summary>
    /// A function that returns the secret to log in with, such as an access token, in place of a password. The user is
    /// still <see cref="User"/>, since queues are named after it.
    /// </summary>
    /// <remarks>
    /// It is called for each attempt to connect, within <see cref="ConnectTimeout"/>. While connected, it is called again when
    /// four fifths of the time until <see cref="PulseCredentials.Expires"/> have passed, and the broker is told the new
    /// secret (<c>connection.update-secret</c>). When it throws, that attempt has failed: the first attempt to connect throws
    /// a <see cref="ConnectionFailedException"/> with the cause; later ones, and renewals, are logged and retried.
    /// </remarks>
    public Func<CancellationToken, Task<PulseCredentials>>? Credentials { get; init; }

    /// <summary>
    /// Where the broker is: <c>amqps://user:password@host:port/virtual-host</c>, of which only scheme
    /// (<c>amqps</c> or <c>amqp</c>) and host must be there, and user, password and virtual host are
    /// percent-encoded. Several hosts, as in <c>amqps://a,b:5672,c/</c>, are tried in turn; after a loss, the next one is
    /// the first. By default the environment variable <c>PULSE_URL</c>, else production,
    /// <c>amqps://pulse.mozilla.org:5671</c>; the port by default 5671, and 5672 for <c>amqp</c>; the virtual host by
    /// default <c>/</c>. The parameters <c>heartbeat</c> (seconds) and <c>connection_timeout</c> (milliseconds), as in
    /// <c>amqps://host?heartbeat=30</c>, count where <see cref="Heartbeat"/> and <see cref="ConnectTimeout"/> are not set.
    /// </summary>
    public string? Url { get; init; }

    /// <summary>How a connection by <c>amqps</c> is secured.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public PulseTlsOptions Tls
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Tls));
    } = new();

    /// <summary>
    /// The name of an exchange in this deployment, from its name in the references; by default the same.
    /// Applied where a queue is bound and where a message is published; a binding's own <c>ExchangeName</c> never changes.
    /// </summary>
    public Func<string, string>? MapExchange { get; init; }

    /// <summary>
    /// The full name of a queue at the broker, from the name that it is described with, such as
    /// <c>name => $"team.{name}"</c>; by default <c>queue/&lt;user&gt;/&lt;name&gt;</c>. For an anonymous queue, the name is
    /// an identifier. Not applied to <see cref="PulseConnection.ExistingQueue"/>.
    /// </summary>
    public Func<string, string>? MapQueue { get; init; }

    /// <summary>
    /// How long to wait for the broker to answer: for a connection altogether (several hosts share the time), and for
    /// each request on it. By default 30 seconds.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1 millisecond, or over 24 days.</exception>
    public TimeSpan ConnectTimeout
    {
        get => _connectTimeout ?? TimeSpan.FromSeconds(30);
        init => _connectTimeout = Within(value, Millisecond, LongestWait, nameof(ConnectTimeout));
    }

    /// <summary>
    /// How often broker and client show each other that they are alive (AMQP 0-9-1, 4.2.7). A connection whose peer has
    /// been silent for about three times as long counts as lost and is replaced. The broker may ask for less.
    /// By default 10 seconds, in whole seconds.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1 second, or over 65,535.</exception>
    public TimeSpan Heartbeat
    {
        get => _heartbeat ?? TimeSpan.FromSeconds(10);
        init => _heartbeat = Within(value, Second, TimeSpan.FromSeconds(ushort.MaxValue), nameof(Heartbeat));
    }

    /// <summary>
    /// After how long to move to a fresh connection though nothing is wrong, again and again; by default never. Each
    /// queue's consumer is cancelled before its next one starts; a handler that runs may finish and settle on the
    /// old connection, however long it takes, and messages that <see cref="PulseQueueBuilder.ManualAcknowledge"/>
    /// leaves open have <see cref="DrainTimeout"/> to be settled. An anonymous queue is another one then, as after a
    /// loss. Channels of <see cref="PulseConnection.OpenChannelAsync"/> end with the old connection.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1 second, or over 24 days.</exception>
    public TimeSpan? RecycleInterval
    {
        get;
        init => field = value is { } interval ? Within(interval, Second, LongestWait, nameof(RecycleInterval)) : null;
    }

    /// <summary>
    /// How long closing or pausing a queue waits for the handler that runs. Closing then cancels its
    /// <see cref="CancellationToken"/> and its message goes back to the queue; pausing leaves it running. Closing a publisher
    /// waits as long for the broker's confirmations. By default 30 seconds; zero does not wait.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, or over 24 days.</exception>
    public TimeSpan DrainTimeout
    {
        get;
        init => field = Within(value, TimeSpan.Zero, LongestWait, nameof(DrainTimeout));
    } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How large a compressed body may be when it is decompressed (<c>content_encoding</c> gzip, deflate or br), in bytes;
    /// a larger one is undecodable. By default 64 MiB.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int MaxDecompressedSize
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            field = value;
        }
    } = 64 * 1024 * 1024;

    /// <summary>
    /// The connection's name in the broker's management pages; by default the name of this application. That of a publisher
    /// ends in <c>publisher</c>.
    /// </summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public string ClientProvidedName
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(ClientProvidedName));
    } = AppDomain.CurrentDomain.FriendlyName;

    /// <summary>
    /// Where log lines go, in the category <c>Pulse</c>. <see langword="null"/>, the default, writes warnings and errors
    /// to standard error, one line each; <c>NullLoggerFactory.Instance</c> silences them.
    /// </summary>
    public ILoggerFactory? LoggerFactory { get; init; }

    /// <summary>The source of time for every timeout and every wait between attempts.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public TimeProvider TimeProvider
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(TimeProvider));
    } = TimeProvider.System;

    /// <summary>Names the type alone: user, password and URL stay out of logs.</summary>
    /// <returns><c>PulseOptions</c>.</returns>
    public override string ToString() => nameof(PulseOptions);

    /// <exception cref="ArgumentException">Options contradict each other, or an empty collection stands for nothing.</exception>
    internal void Check(string parameter)
    {
        if (Tls.LogInByCertificate && Credentials is not null)
        {
            throw new ArgumentException(
                "A login by certificate sends no secret: leave out PulseOptions.Credentials or Tls.LogInByCertificate.",
                parameter
            );
        }

        Tls.Check(parameter);
    }

    /// <summary>An exchange's name at the broker.</summary>
    /// <exception cref="InvalidOperationException">There is no valid name.</exception>
    internal string ExchangeNameOf(string exchange)
    {
        var mapped = MapExchange is { } map ? map(exchange) : exchange;
        return !string.IsNullOrEmpty(mapped) && ShortString.Fits(mapped)
            ? mapped
            : throw new InvalidOperationException(
                $"PulseOptions.MapExchange did not make an exchange name of '{exchange}': "
                    + $"it must be 1 to {ShortString.MaxBytes} bytes of UTF-8."
            );
    }

    /// <summary>These options, and what the URL sets where they do not.</summary>
    internal PulseOptions CompletedBy(AmqpUrlParameters url) =>
        this with
        {
            ConnectTimeout = _connectTimeout ?? url.ConnectTimeout ?? ConnectTimeout,
            Heartbeat = _heartbeat ?? url.Heartbeat ?? Heartbeat,
        };

    private static TimeSpan Within(TimeSpan value, TimeSpan shortest, TimeSpan longest, string name) =>
        value >= shortest && value <= longest
            ? value
            : throw new ArgumentOutOfRangeException(
                name,
                value,
                $"{name} must be from {shortest.TotalSeconds:0.###} to {longest.TotalSeconds:0.###} seconds."
            );
}
