namespace Pulse;

/// <summary>
/// Checks what is given as a user or a password. A user is shown in logs, so nothing that may hold a password passes for
/// one; and no message repeats the value.
/// </summary>
internal static class CredentialText
{
    /// <summary>The user, if it can be one.</summary>
    /// <exception cref="ArgumentException">It contains a colon, as a URL does, or a control character.</exception>
    public static string? CheckUser(string? user, string source, string parameter)
    {
        if (user is null)
            return null;
        if (user.Contains("://", StringComparison.Ordinal))
            throw IsUrl(source, parameter);
        if (user.Contains(':'))
        {
            throw new ArgumentException(
                $"{source} contains a ':'. If a password follows it, give that on its own: as the password, or in "
                    + "PULSE_PASSWORD. In a URL, the ':' between user and password is not percent-encoded.",
                parameter
            );
        }

        return WithoutControls(user, source, parameter);
    }

    /// <summary>The password, if it can be one.</summary>
    /// <exception cref="ArgumentException">It is a URL, or contains a control character.</exception>
    public static string? CheckPassword(string? password, string source, string parameter)
    {
        if (
            password is not null
            && (
                password.StartsWith("amqp://", StringComparison.OrdinalIgnoreCase)
                || password.StartsWith("amqps://", StringComparison.OrdinalIgnoreCase)
            )
        )
        {
            throw IsUrl(source, parameter);
        }

        return WithoutControls(password, source, parameter);
    }

    private static string? WithoutControls(string? value, string source, string parameter) =>
        value is not null && value.Any(char.IsControl)
            ? throw new ArgumentException(
                $"{source} contains a line break or another control character. If it was read from a file, trim it.",
                parameter
            )
            : value;

    private static ArgumentException IsUrl(string source, string parameter) =>
        new(
            $"{source} is a URL. User and password come first, then the URL: new PulseConnection(url: ...), "
                + "PulseOptions.Url or PULSE_URL.",
            parameter
        );
}
