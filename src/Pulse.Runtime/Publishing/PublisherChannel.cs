using System.Diagnostics;

namespace Pulse;

/// <summary>
/// A channel to publish on, until it or its connection is lost. It is never repaired, only replaced; what it has not had
/// confirmed goes back to the <see cref="Outbox"/>.
/// </summary>
internal sealed class PublisherChannel : IAsyncDisposable
{
    // A caller that publishes also sends what others add meanwhile, up to so many; then the thread pool goes on.
    private const int MostAtOnce = 64;

    private readonly AmqpChannel _channel;
    private readonly Outbox _outbox;
    private readonly SentMessages _sent;
    private readonly CancellationTokenSource _closed = new();
    private readonly TaskCompletionSource<PulseException?> _ended = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );

    private PublisherChannel(AmqpChannel channel, Outbox outbox)
    {
        _channel = channel;
        _outbox = outbox;
        _sent = new SentMessages(Write, () => channel.Connection.BlockedReason is not null);
        channel.Listen(
            (number, multiple, accepted) => outbox.Confirm(_sent, number, multiple, accepted),
            returned => outbox.Return(_sent, returned)
        );
        // Detached: these waits last as long as the channel, and would keep the caller's context.
        _ = DetachedTask.Run(() => EndWithAsync(channel.Ended));
        _ = DetachedTask.Run(() => EndWithAsync(channel.Connection.Ended));
    }

    public AmqpConnection Connection => _channel.Connection;

    /// <summary>
    /// Completes with the reason when the channel or its connection is lost, and with <see langword="null"/> when the
    /// connection is retired, or the broker has closed the channel because of a message.
    /// </summary>
    public Task<PulseException?> Ended => _ended.Task;

    /// <exception cref="PulseException">The broker refuses, or the connection is lost.</exception>
    public static async Task<PublisherChannel> OpenAsync(
        AmqpConnection connection,
        Outbox outbox,
        CancellationToken cancellationToken
    ) => new(await connection.OpenConfirmingChannelAsync(cancellationToken).ConfigureAwait(false), outbox);

    /// <summary>Begins to send.</summary>
    public void Start()
    {
        Connection.BlockedChanged += OnBlockedChanged;
        _outbox.Open(_sent);
    }

    /// <summary>Sends nothing more, and waits until what was sent is confirmed; for at most the time given.</summary>
    public async Task DrainAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        _outbox.Leave(_sent);
        Task draining = Task.WhenAny(_outbox.WhenEnded(_sent), _channel.Ended);
        await draining
            .WaitAsync(timeout, Connection.TimeProvider, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Closes the channel; what is not confirmed is for the next one. In bounded time, without errors.</summary>
    public async ValueTask DisposeAsync()
    {
        Connection.BlockedChanged -= OnBlockedChanged;
        _outbox.Lose(
            _sent,
            _channel.Ended is { IsCompletedSuccessfully: true, Result: { } loss } ? AmqpErrors.ClosureBy(loss) : null
        );
        await _closed.CancelAsync().ConfigureAwait(false);
        await _channel.DisposeAsync().ConfigureAwait(false);
    }

    private void OnBlockedChanged(AmqpConnection connection) => _outbox.GoOn(_sent);

    // Only one thread at a time, see SentMessages.IsBeingWritten; mostly the caller's that publishes, since to wake another one
    // costs more than to send.
    private void Write()
    {
        for (var count = 1; _outbox.Next(_sent) is { } message; count++)
        {
            var sending = SendAsync(message);
            if (!sending.IsCompletedSuccessfully)
            {
                WriteOnAsync(sending).Forget();
                return;
            }

            if (!sending.Result)
                return;
            if (count == MostAtOnce)
            {
                ThreadPool.UnsafeQueueUserWorkItem(static channel => channel.Write(), this, preferLocal: false);
                return;
            }
        }
    }

    private async Task WriteOnAsync(ValueTask<bool> sending)
    {
        var isOpen = await sending.ConfigureAwait(false);
        while (isOpen && _outbox.Next(_sent) is { } message)
            isOpen = await SendAsync(message).ConfigureAwait(false);
    }

    /// <returns>Whether the channel is open.</returns>
    private async ValueTask<bool> SendAsync(OutgoingMessage message)
    {
        try
        {
            if (!_channel.CanCarry(message.Content))
            {
                throw new ArgumentException(
                    $"Its headers and other properties are longer than the {Connection.MaxFrameSize} bytes that the broker accepts "
                        + "in a frame. Move data from the headers to the payload."
                );
            }

            // The client's own trace, where somebody listens to it, is part of the caller's.
            if (Activity.Current != message.Activity)
                Activity.Current = message.Activity;
            return await _channel.PublishAsync(message.Content).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            _outbox.CannotSend(_sent, message, failure);
            return true;
        }
    }

    // Until closed: the connection outlives its channels, and would keep them all in memory.
    private async Task EndWithAsync(Task<PulseException?> cause)
    {
        var reason = await cause.WaitAsync(_closed.Token).ConfigureAwait(false);
        _ended.TrySetResult(reason is not null && AmqpErrors.ClosureBy(reason) is not null ? null : reason);
    }
}
