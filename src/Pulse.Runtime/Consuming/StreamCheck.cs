namespace Pulse;

/// <summary>
/// Tells whether a queue is a stream. RabbitMQ marks each delivery of a stream with the header <c>x-stream-offset</c>, but
/// a header of that name may also be a publisher's own; so where the declaration leaves it open, the broker is asked.
/// </summary>
/// <param name="declared">What the declaration tells; <see langword="null"/> if nothing.</param>
internal sealed class StreamCheck(Func<bool?> declared)
{
    private bool? _found;

    /// <summary>Whether it is a stream; <see langword="null"/> while that is unknown.</summary>
    public bool? IsStream => declared() ?? _found;

    /// <summary>To be called for each delivery; asks the broker if it may come from a stream.</summary>
    /// <param name="message">The delivery.</param>
    /// <param name="connection">The connection on which the queue is consumed.</param>
    public async ValueTask CheckAsync(AmqpDelivery message, AmqpConnection connection)
    {
        if (IsStream is not null)
            return;
        if (message.StreamOffset is null)
            _found = false;
        else
            await AskAsync(message.Queue, connection).ConfigureAwait(false);
    }

    /// <summary>Asks the broker, unless it is known.</summary>
    /// <returns>Whether the connection is still there.</returns>
    public async Task<bool> AskAsync(string queue, AmqpConnection connection)
    {
        if (IsStream is not null)
            return true;
        try
        {
            var asking = await connection.OpenChannelAsync(CancellationToken.None).ConfigureAwait(false);
            await using (asking.ConfigureAwait(false))
                _found = await asking.IsStreamAsync(queue, CancellationToken.None).ConfigureAwait(false);
        }
        catch (PulseException)
        {
            // The header has to do, until the next time.
        }

        return !connection.Ended.IsCompleted;
    }

    /// <summary>To be called when the broker refuses to consume at an offset, as it does where the queue is not a stream.</summary>
    public void OnRefused(PulseException refusal)
    {
        if (refusal.Message.Contains("x-stream-offset", StringComparison.Ordinal))
            _found = false;
    }

    /// <summary>Forgets what was found: the queue was deleted, and another one may have its name.</summary>
    public void Forget() => _found = null;

    /// <summary>The delivery, without a stream's offset if its queue is none.</summary>
    public AmqpDelivery Read(AmqpDelivery message) =>
        message.StreamOffset is null || IsStream is not false ? message : message with { StreamOffset = null };
}
