namespace Pulse;

/// <content>How many handlers run at once, and how often.</content>
public sealed partial class PulseQueueBuilder
{
    private static readonly TimeSpan DefaultFirstDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan DefaultMaxDelay = TimeSpan.FromSeconds(30);

    // What a timer can wait.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    /// <summary>
    /// Lets up to that many handlers of the queue run at once. By default one does, and messages are handled in the order of
    /// their arrival; with more, only those of one key are (<c>orderBy</c> of <c>On</c>). Messages are still read and
    /// assigned to their handlers in order.
    /// </summary>
    /// <remarks>
    /// The default <see cref="Prefetch"/> grows with it, to twice as many. Handlers of one queue must then be safe to run at
    /// the same time.
    /// </remarks>
    /// <param name="handlers">1 to 65,535.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is less than 1 or over 65,535.</exception>
    public PulseQueueBuilder Concurrency(int handlers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(handlers, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(handlers, ushort.MaxValue);
        return WithHandlers(options => options with { Concurrency = handlers });
    }

    /// <summary>
    /// Runs an <c>On</c> handler that has thrown again on the same delivery, before the usual failure handling applies. The
    /// pause is doubled each time, and is by chance up to a half shorter.
    /// </summary>
    /// <remarks>
    /// While it waits, the message counts against the prefetch, and nothing overtakes it that is to be handled after it: the
    /// whole queue waits where one handler runs at a time, and messages of the same key where there are more
    /// (<c>orderBy</c>). Other handlers may run. Waiting ends early when the queue is closed, the message is settled by hand,
    /// or its channel is lost; the usual failure handling applies then.
    /// </remarks>
    /// <param name="attempts">How many more times the handler runs at most.</param>
    /// <param name="firstDelay">The pause before the first of these; by default 200 ms.</param>
    /// <param name="maxDelay">The longest pause; by default 30 s.</param>
    /// <param name="when">Whether to run again after this exception; by default after every one.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The number or a pause is negative, or a pause is over 49 days.
    /// </exception>
    public PulseQueueBuilder Retry(
        int attempts,
        TimeSpan? firstDelay = null,
        TimeSpan? maxDelay = null,
        Func<Exception, bool>? when = null
    )
    {
        var first = firstDelay ?? DefaultFirstDelay;
        var longest = maxDelay ?? DefaultMaxDelay;
        ArgumentOutOfRangeException.ThrowIfNegative(attempts);
        CheckDelay(first, nameof(firstDelay));
        CheckDelay(longest, nameof(maxDelay));
        return WithHandlers(options => options with { Retry = new RetryPolicy(attempts, first, longest, when) });
    }

    private static void CheckDelay(TimeSpan delay, string parameter)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero, parameter);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(delay, LongestDelay, parameter);
    }

    private void CheckFlow()
    {
        var handlers = _options.Handlers;
        if (_options.Prefetch != 0 && _options.Prefetch < handlers.Concurrency)
        {
            throw new InvalidOperationException(
                $"Prefetch({_options.Prefetch}) is below Concurrency({handlers.Concurrency}): the broker would never send enough "
                    + $"messages for all handlers. Set a prefetch of {handlers.Concurrency} or more, or leave out Prefetch(...)."
            );
        }

        if (handlers is { Retry.Attempts: > 0, Acknowledgement: Acknowledgement.BeforeHandler })
        {
            throw new InvalidOperationException(
                "Retry(...) and AutoAcknowledge() do not go together: a message that is acknowledged before its handler runs "
                    + "is gone when the handler throws. Leave out one of them."
            );
        }
    }
}
