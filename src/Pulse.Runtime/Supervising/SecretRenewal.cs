using Microsoft.Extensions.Logging;

namespace Pulse;

/// <summary>Renews the secret of one connection before it expires, for as long as the connection lasts.</summary>
internal sealed class SecretRenewal(AmqpConnection connection, PulseOptions options, ILogger logger)
{
    // The rest of the time is for attempts that fail.
    private const double PartToUse = 0.8;

    // For a secret that expires at once, the application must not be asked without a pause.
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(0.1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private readonly Backoff _backoff = new(options.TimeProvider);

    /// <summary>Completes when the secret does not expire; cancelled when the connection is over.</summary>
    public async Task RunAsync()
    {
        var expires = connection.Credentials?.Expires;
        string? lastFailure = null;
        while (expires is { } time)
        {
            await WaitAsync(time).ConfigureAwait(false);
            try
            {
                expires = await RenewAsync().ConfigureAwait(false);
                logger.SecretRenewed(connection.Endpoint.ToString());
                lastFailure = null;
            }
            catch (PulseException failure) when (!connection.Over.IsCancellationRequested)
            {
                if (failure.Message != lastFailure)
                    logger.SecretNotRenewed(failure, connection.Endpoint.ToString());
                lastFailure = failure.Message;
                await _backoff.WaitAsync(connection.Over).ConfigureAwait(false);
            }
        }
    }

    private async Task WaitAsync(DateTimeOffset expires)
    {
        var left = expires - options.TimeProvider.GetUtcNow();
        if (left <= TimeSpan.Zero)
        {
            await _backoff.WaitAsync(connection.Over).ConfigureAwait(false);
            return;
        }

        var wait = left * PartToUse;
        wait =
            wait < Shortest ? Shortest
            : wait > Longest ? Longest
            : wait;
        await Task.Delay(wait, options.TimeProvider, connection.Over).ConfigureAwait(false);
    }

    private async Task<DateTimeOffset?> RenewAsync()
    {
        var next = await SecretSource.AskAsync(connection.Endpoint, options, connection.Over).ConfigureAwait(false);
        await connection.UpdateSecretAsync(next!.Secret, connection.Over).ConfigureAwait(false);
        return next.Expires;
    }
}
