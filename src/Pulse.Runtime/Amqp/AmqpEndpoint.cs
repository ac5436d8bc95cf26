namespace Pulse;

/// <summary>The broker's address and the user, resolved from arguments, URL and environment.</summary>
internal sealed record AmqpEndpoint(string User, string Password, string Host, int Port, string VirtualHost, bool IsTls)
{
    private const string ProductionUrl = "amqps://pulse.mozilla.org:5671";
    private const string LastResort = "guest";

    /// <exception cref="ArgumentException">The URL is not one of AMQP.</exception>
    public static AmqpEndpoint Resolve(PulseOptions options)
    {
        var url = ParseUrl(Set(options.Url) ?? ProductionUrl);
        var (urlUser, urlPassword) = ReadCredentials(url.UserInfo);
        var isTls = url.Scheme is "amqps";
        return new AmqpEndpoint(
            Set(options.User) ?? Set(urlUser) ?? Environment("PULSE_USERNAME") ?? LastResort,
            Set(options.Password) ?? Set(urlPassword) ?? Environment("PULSE_PASSWORD") ?? LastResort,
            url.DnsSafeHost,
            url.Port > 0 ? url.Port
                : isTls ? 5671
                : 5672,
            Set(Uri.UnescapeDataString(url.AbsolutePath.TrimStart('/'))) ?? "/",
            isTls
        );
    }

    /// <summary>User and endpoint, for people; never the password.</summary>
    public override string ToString()
    {
        var host = Host.Contains(':') ? $"[{Host}]" : Host;
        return $"user '{User}' at {(IsTls ? "amqps" : "amqp")}://{host}:{Port}, virtual host '{VirtualHost}'";
    }

    private static string? Environment(string variable) => Set(System.Environment.GetEnvironmentVariable(variable));

    private static string? Set(string? value) => string.IsNullOrEmpty(value) ? null : value;

    private static Uri ParseUrl(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var parsed) && Fault(parsed) is null
            ? parsed
            // The URL itself stays out of the message: it may hold a password.
            : throw new ArgumentException(
                $"Not a valid AMQP URL: {(parsed is null ? "it cannot be read" : Fault(parsed))}. "
                    + "Write it as amqps://user:password@host:5671/virtual-host, with user, password and virtual host "
                    + "percent-encoded (Uri.EscapeDataString), or give user and password as separate arguments.",
                nameof(url)
            );

    private static string? Fault(Uri url)
    {
        if (url.Scheme is not ("amqp" or "amqps"))
            return "its scheme is neither amqps nor amqp";
        if (url.Host.Length == 0)
            return "it has no host";
        // A password's bare '/', '?' or '#' ends the host early; what was meant as the host follows the '@'.
        if (url.PathAndQuery.Contains('@') || url.Fragment.Contains('@'))
            return "there is an '@' after the host";
        if (url.Query.Length > 0 || url.Fragment.Length > 0)
            return "it has a query or a fragment, which are not used here";
        if (url.AbsolutePath.LastIndexOf('/') > 0)
            return "its path has more than one segment; write a '/' in the virtual host's name as %2F";
        return null;
    }

    private static (string User, string Password) ReadCredentials(string userInfo)
    {
        var colon = userInfo.IndexOf(':');
        return colon < 0
            ? (Uri.UnescapeDataString(userInfo), "")
            : (Uri.UnescapeDataString(userInfo[..colon]), Uri.UnescapeDataString(userInfo[(colon + 1)..]));
    }
}
