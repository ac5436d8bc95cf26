namespace Pulse.RabbitMq;

/// <summary>How a <see cref="RabbitMqNode"/> differs from a plain one.</summary>
public sealed record RabbitMqOptions
{
    /// <summary>The port for AMQP, if it is free; otherwise, and by default, any free one.</summary>
    public int? PreferredPort { get; init; }

    /// <summary>
    /// The host names and addresses that the server's certificate is made out to, such as
    /// <c>localhost</c> and <c>127.0.0.1</c>; <see langword="null"/>: no TLS port.
    /// </summary>
    public IReadOnlyList<string>? Tls { get; init; }

    /// <summary>
    /// The TLS port refuses clients without a certificate of <see cref="TestCertificates.Authority"/>, and
    /// lets them log in by it (mechanism EXTERNAL): its common name is the user.
    /// </summary>
    public bool RequireClientCertificate { get; init; }

    /// <summary>
    /// Plugins to enable, by their RabbitMQ names. One that listens does so on every interface, and on its usual
    /// port, unless <see cref="Configuration"/> says otherwise.
    /// </summary>
    public IReadOnlyList<string> Plugins { get; init; } = [];

    /// <summary>More lines for <c>rabbitmq.conf</c>.</summary>
    public IReadOnlyList<string> Configuration { get; init; } = [];
}
