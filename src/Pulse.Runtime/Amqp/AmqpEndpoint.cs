namespace Pulse;

/// <summary>The broker's address and the user, resolved from arguments, URL and environment.</summary>
internal sealed record AmqpEndpoint(string User, string Password, string Host, int Port, string VirtualHost, bool IsTls)
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
            url.Host,
            url.Port,
            url.VirtualHost,
            url.IsTls
        );

    /// <summary>User and endpoint, for people; never the password.</summary>
    public override string ToString()
    {
        var host = Host.Contains(':') ? $"[{Host}]" : Host;
        return $"user '{User}' at {(IsTls ? "amqps" : "amqp")}://{host}:{Port}, virtual host '{VirtualHost}'";
    }

    private static string? Set(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
