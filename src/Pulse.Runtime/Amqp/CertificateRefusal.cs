using System.Security.Cryptography.X509Certificates;

namespace Pulse;

/// <summary>Why the broker's certificate is not accepted, and what to do about it.</summary>
internal sealed record CertificateRefusal(string Why, string WhatToDo)
{
    private const X509ChainStatusFlags Untrusted =
        X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain;

    private const X509ChainStatusFlags Unanswered =
        X509ChainStatusFlags.RevocationStatusUnknown | X509ChainStatusFlags.OfflineRevocation;

    public static CertificateRefusal None { get; } =
        new("the broker did not show a certificate", "Check that an AMQP broker with TLS listens there.");

    public static CertificateRefusal OtherHost(string host) =>
        new($"the certificate is for another host ({host})", "Use the host name that the certificate is for.");

    /// <summary>By what is wrong with the certificate or one of the authorities above it.</summary>
    /// <param name="chain">What is wrong.</param>
    /// <param name="isSystem">Whether the system's authorities were to be trusted, rather than given ones.</param>
    public static CertificateRefusal Of(IReadOnlyList<X509ChainStatus> chain, bool isSystem)
    {
        var problems = chain.Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status);
        var names = string.Join(", ", chain.Select(one => one.Status).Distinct());
        if (problems.HasFlag(X509ChainStatusFlags.Revoked))
            return new($"the certificate or its authority has been revoked ({names})", "Give the broker another one.");
        if ((problems & Untrusted) == 0 && problems.HasFlag(X509ChainStatusFlags.NotTimeValid))
        {
            return new(
                $"the certificate or its authority has expired or is not valid yet ({names})",
                "Give the broker a valid one, and check the clocks."
            );
        }

        if ((problems & Untrusted) == 0 && (problems & Unanswered) != 0)
        {
            return new(
                $"nobody answered whether the certificate has been revoked ({names})",
                "Check that its revocation list can be downloaded, or set "
                    + "PulseOptions.Tls.CertificateRevocationCheckMode to NoCheck."
            );
        }

        return new(
            isSystem
                ? $"the certificate is not trusted by this system ({names})"
                : $"the certificate was not issued under the given authorities ({names})",
            "Name the authority to trust in PulseOptions.Tls.CertificateAuthorities."
        );
    }
}
