namespace Pulse;

/// <summary>Asks the application for the secret to log in with (<see cref="PulseOptions.Credentials"/>).</summary>
internal static class SecretSource
{
    /// <summary>
    /// The application's credentials, within <see cref="PulseOptions.ConnectTimeout"/>; <see langword="null"/> where a
    /// password is used instead.
    /// </summary>
    /// <exception cref="ConnectionFailedException">The application threw, or did not return in time.</exception>
    public static async Task<PulseCredentials?> AskAsync(
        AmqpEndpoint endpoint,
        PulseOptions options,
        CancellationToken cancellationToken
    )
    {
        if (options.Credentials is not { } credentials)
            return null;
        using var deadline = new CancellationTokenSource(options.ConnectTimeout, options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var token = either.Token;
        try
        {
            return await DetachedTask.Run(() => credentials(token)).AbandonOn(token).ConfigureAwait(false)
                ?? throw new InvalidOperationException("It returned null.");
        }
        catch (Exception exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var isLate = exception is OperationCanceledException && deadline.IsCancellationRequested;
            throw AmqpErrors.AskingForSecret(exception, endpoint, isLate ? options.ConnectTimeout : null);
        }
    }
}
