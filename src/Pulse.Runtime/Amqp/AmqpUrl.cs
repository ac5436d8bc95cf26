namespace Pulse;

/// <summary>What the URL of a broker says.</summary>
internal sealed record AmqpUrl(
    bool IsTls,
    string User,
    string Password,
    IReadOnlyList<AmqpHost> Hosts,
    string VirtualHost,
    AmqpUrlParameters Parameters
)
{
    /// <summary>The argument that an exception about a URL names.</summary>
    public const string Argument = "url";

    private const string Variable = "PULSE_URL";
    private const string Production = "amqps://pulse.mozilla.org:5671";

    /// <summary>The URL of the options, else of <c>PULSE_URL</c>, else of production.</summary>
    /// <exception cref="ArgumentException">The URL is not one of AMQP.</exception>
    public static AmqpUrl Resolve(PulseOptions options) =>
        !string.IsNullOrEmpty(options.Url) ? Parse(options.Url, "The URL")
        : EnvironmentVariable.Read(Variable) is { } url ? Parse(url, Variable)
        : Parse(Production, "");

    private static AmqpUrl Parse(string url, string source)
    {
        if (url.Any(character => char.IsControl(character) || char.IsWhiteSpace(character)))
            throw Invalid(source, "it contains a line break, a blank or another control character");
        var schemeEnd = url.IndexOf("://", StringComparison.Ordinal);
        if (schemeEnd < 0)
            throw Invalid(source, "it has no scheme");
        var scheme = url[..schemeEnd].ToLowerInvariant();
        if (scheme is not ("amqp" or "amqps"))
            throw Invalid(source, "its scheme is neither amqps nor amqp");

        var (authority, rest) = Split(url[(schemeEnd + 3)..], "/?#", keepSeparator: true);
        // A password's bare '/', '?' or '#' ends the host early; what was meant as the host follows the '@'.
        if (rest.Contains('@'))
            throw Invalid(source, "there is an '@' after the host");
        if (rest.Contains('#'))
            throw Invalid(source, "it has a fragment");
        var (path, query) = Split(rest, "?");
        if (path.LastIndexOf('/') > 0)
            throw Invalid(source, "its path has more than one segment; write a '/' in the virtual host's name as %2F");

        var (user, password) = Split(authority[..(authority.LastIndexOf('@') + 1)].TrimEnd('@'), ":");
        var hosts = authority[(authority.LastIndexOf('@') + 1)..].Split(',');
        return new AmqpUrl(
            scheme is "amqps",
            Uri.UnescapeDataString(user),
            Uri.UnescapeDataString(password),
            [.. hosts.Select(host => ParseHost(host, scheme, source)).Distinct()],
            VirtualHostOf(path, source),
            AmqpUrlParameters.Parse(query, source)
        );
    }

    private static AmqpHost ParseHost(string host, string scheme, string source)
    {
        if (host.Length == 0)
            throw Invalid(source, "it has no host, or an empty one in its list of hosts");
        if (!Uri.TryCreate($"{scheme}://{host}", UriKind.Absolute, out var parsed) || parsed.Host.Length == 0)
            throw Invalid(source, "a host or a port cannot be read");
        var defaultPort = scheme is "amqps" ? 5671 : 5672;
        return new AmqpHost(parsed.DnsSafeHost, parsed.Port > 0 ? parsed.Port : defaultPort);
    }

    private static string VirtualHostOf(string path, string source)
    {
        var name = Uri.UnescapeDataString(path.TrimStart('/'));
        if (name.Any(char.IsControl))
            throw Invalid(source, "its virtual host contains a line break or another control character");
        return name.Length == 0 ? "/" : name;
    }

    private static (string Before, string After) Split(string text, string separators, bool keepSeparator = false)
    {
        var at = text.AsSpan().IndexOfAny(separators);
        return at < 0 ? (text, "") : (text[..at], text[(keepSeparator ? at : at + 1)..]);
    }

    // The URL itself stays out of the message: it may hold a password.
    private static ArgumentException Invalid(string source, string fault, string argument = Argument) =>
        new(
            $"{source} is not a valid AMQP URL: {fault}. "
                + "Write it as amqps://user:password@host:5671/virtual-host, with user, password and virtual host "
                + "percent-encoded (Uri.EscapeDataString), or give user and password as separate arguments.",
            argument
        );
}
