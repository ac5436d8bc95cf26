using Microsoft.Extensions.Logging;

namespace Pulse;

/// <summary>Renews the secret of one connection before it expires, for as long as the connection lasts.</summary>
internal sealed class SecretRenewal(AmqpConnection connection, PulseOptions options, ILogger logger)
{
    // The rest of the time is for attempts that fail.
    private const double PartToUse = 0.8;

    // A timer waits at most 24 days.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(1);

    private readonly Backoff _backoff = new(options.TimeProvider);

    /// <summary>Completes when the secret does not expire; cancelled when the connection is over.</summary>
    public async Task RunAsync()
    {
        var expires = connection.Credentials?.Expires;
        while (expires is { } time)
        {
            await WaitAsync(time).ConfigureAwait(false);
            expires = await RenewAsync().ConfigureAwait(false);
            _backoff.Opened();
            logger.SecretRenewed(connection.Endpoint.ToString());
        }
    }

    private async Task WaitAsync(DateTimeOffset expires)
    {
        var left = expires - options.TimeProvider.GetUtcNow();
        // A secret that has expired already must not be asked for without a pause.
        if (left <= TimeSpan.Zero)
            await _backoff.WaitAsync(connection.Over).ConfigureAwait(false);
        for (var wait = left * PartToUse; wait > TimeSpan.Zero; wait -= LongestDelay)
        {
            var delay = wait < LongestDelay ? wait : LongestDelay;
            await Task.Delay(delay, options.TimeProvider, connection.Over).ConfigureAwait(false);
        }
    }

    // Retries until it succeeds: the broker closes the connection when the old secret has expired, which ends this.
    private async Task<DateTimeOffset?> RenewAsync()
    {
        _backoff.Ended(isPlanned: false);
        for (string? lastFailure = null; ; )
        {
            try
            {
                var next = await SecretSource
                    .AskAsync(connection.Endpoint, options, connection.Over)
                    .ConfigureAwait(false);
                await connection.UpdateSecretAsync(next!.Secret, connection.Over).ConfigureAwait(false);
                return next.Expires;
            }
            catch (PulseException failure) when (!connection.Over.IsCancellationRequested)
            {
                if (failure.Message != lastFailure)
                    logger.SecretNotRenewed(failure, connection.Endpoint.ToString());
                lastFailure = failure.Message;
            }

            await _backoff.WaitAsync(connection.Over).ConfigureAwait(false);
        }
    }
}
