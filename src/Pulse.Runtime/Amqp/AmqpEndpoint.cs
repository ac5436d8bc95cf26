namespace Pulse;

/// <summary>The broker's address and the user, resolved from arguments, URL and environment.</summary>
internal sealed record AmqpEndpoint(
    string User,
    string Password,
    IReadOnlyList<AmqpHost> Hosts,
    string VirtualHost,
    bool IsTls
)
{
    private const string UserVariable = "PULSE_USERNAME";
    private const string PasswordVariable = "PULSE_PASSWORD";
    private const string LastResort = "guest";

    /// <exception cref="ArgumentException">A user or a password cannot be one.</exception>
    public static AmqpEndpoint Resolve(PulseOptions options, AmqpUrl url) =>
        new(
            Set(options.User)
                ?? CredentialText.CheckUser(Set(url.User), "The user in the URL", nameof(url))
                ?? CredentialText.CheckUser(EnvironmentVariable.Read(UserVariable), UserVariable, "user")
                ?? LastResort,
            Set(options.Password)
                ?? CredentialText.CheckPassword(Set(url.Password), "The password in the URL", nameof(url))
                ?? CredentialText.CheckPassword(
                    EnvironmentVariable.Read(PasswordVariable),
                    PasswordVariable,
                    "password"
                )
                ?? LastResort,
            url.Hosts,
            url.VirtualHost,
            url.IsTls
        );

    /// <summary>The host, of an endpoint that has only one.</summary>
    public AmqpHost Host => Hosts[0];

    /// <summary>Whether it is for publishing; logs and errors tell the two connections of one user apart by it.</summary>
    public bool IsForPublishing { get; init; }

    /// <summary>The endpoint at one of its hosts.</summary>
    public AmqpEndpoint At(AmqpHost host) => this with { Hosts = [host] };

    /// <summary>Whether <see cref="Password"/> is what <see cref="PulseOptions.Credentials"/> returned.</summary>
    public bool HasProvidedSecret { get; private init; }

    /// <summary>The endpoint with the application's secret in place of the password.</summary>
    public AmqpEndpoint With(PulseCredentials? credentials) =>
        credentials is null ? this : this with { Password = credentials.Secret, HasProvidedSecret = true };

    /// <summary>All hosts in their order, beginning with the given one.</summary>
    public IEnumerable<AmqpHost> HostsFrom(AmqpHost first) =>
        Hosts.SkipWhile(host => host != first).Concat(Hosts.TakeWhile(host => host != first));

    /// <summary>The host to try when the given one was lost: the next one, and after the last the first.</summary>
    public AmqpHost HostAfter(AmqpHost lost) => HostsFrom(lost).Skip(1).FirstOrDefault(lost);

    /// <summary>User and endpoint, for people; never the password.</summary>
    public override string ToString() =>
        $"user '{User}' at {(IsTls ? "amqps" : "amqp")}://{string.Join(',', Hosts)}, virtual host '{VirtualHost}'"
        + (IsForPublishing ? " (publisher)" : "");

    private static string? Set(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
