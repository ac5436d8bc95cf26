namespace Pulse;

/// <summary>
/// What <see cref="PulseOptions.Credentials"/> returns: a secret to log in with, such as an access token, and until when it
/// is good.
/// </summary>
public sealed class PulseCredentials
{
    /// <summary>Creates the credentials.</summary>
    /// <param name="secret">The secret, which takes the place of the password.</param>
    /// <param name="expires">
    /// When the secret expires; <see langword="null"/> for one that does not.
    /// </param>
    /// <exception cref="ArgumentException">The secret is empty, a URL, or contains a control character.</exception>
    public PulseCredentials(string secret, DateTimeOffset? expires = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(secret);
        Secret = CredentialText.CheckPassword(secret, "The secret", nameof(secret))!;
        Expires = expires;
    }

    /// <summary>When the secret expires; <see langword="null"/> for one that does not.</summary>
    public DateTimeOffset? Expires { get; }

    internal string Secret { get; }

    /// <summary>Names the type alone: the secret stays out of logs.</summary>
    /// <returns><c>PulseCredentials</c>.</returns>
    public override string ToString() => nameof(PulseCredentials);
}
