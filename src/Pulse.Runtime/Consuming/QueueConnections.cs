using Microsoft.Extensions.Logging;

namespace Pulse;

/// <summary>
/// Gives a queue the connection that it is consumed on: the one that all share. Where that ends because the client could
/// not read what the broker sent, nothing tells which queue brought it; so each goes on with a connection of its own. The
/// one that loses this one, too, has brought it, and stays apart; the others move back.
/// </summary>
internal sealed class QueueConnections(
    ConnectionSupervisor shared,
    bool canMove,
    TimeProvider timeProvider,
    ILogger logger
) : IAsyncDisposable
{
    // By then, what broke the shared connection would most likely have come again.
    private static readonly TimeSpan Probation = TimeSpan.FromSeconds(15);

    private volatile bool _isApart;
    private volatile bool _isGuilty;
    private AmqpConnection? _own;

    private AmqpConnection? WorkingOwn =>
        _own is { IsRetired: false, Over.IsCancellationRequested: false } own ? own : null;

    /// <summary>The connection to consume on next; waits until there is one.</summary>
    /// <exception cref="PulseException">The queue's own connection could not be opened.</exception>
    /// <exception cref="ObjectDisposedException">The connection is disposed.</exception>
    public async Task<AmqpConnection> NextAsync(CancellationToken cancellationToken)
    {
        if (_isApart && WorkingOwn is { } working)
            return working;
        if (_own is { IsRetired: false } left)
            left.DisposeAsync().AsTask().Forget();
        _own = null;
        if (!_isApart)
            return await shared.NextAsync(cancellationToken).ConfigureAwait(false);
        var own = _own = await shared.OpenSeparateAsync(cancellationToken).ConfigureAwait(false);
        // An exclusive queue would be lost by moving.
        if (canMove)
            _ = DetachedTask.Run(() => MoveBackAsync(own));
        return own;
    }

    /// <summary>A connection that requests about the queue can be made on.</summary>
    /// <exception cref="PulseException">The connection cannot be opened.</exception>
    /// <exception cref="ObjectDisposedException">The connection is disposed.</exception>
    public async Task<AmqpConnection> GetAsync(CancellationToken cancellationToken) =>
        WorkingOwn ?? await shared.GetAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>To be called when the queue's connection is lost.</summary>
    /// <returns>Whether this was said before: it is lost as it was the last time.</returns>
    public bool OnLost(AmqpConnection lost, PulseException reason, string queue)
    {
        if (!lost.IsUnreadable)
            return false;
        _isApart = true;
        if (lost != _own)
            return false;
        if (_isGuilty)
            return true;
        _isGuilty = true;
        logger.QueueKeptApart(reason, queue);
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        if (_own is { } own)
            await own.DisposeAsync().ConfigureAwait(false);
    }

    private async Task MoveBackAsync(AmqpConnection own)
    {
        await Task.Delay(Probation, timeProvider, own.Over).ConfigureAwait(false);
        if (_isGuilty)
            return;
        _isApart = false;
        own.Retire();
        await own.WhenChannelsClosed().WaitAsync(own.Over).ConfigureAwait(false);
        await own.DisposeAsync().ConfigureAwait(false);
    }
}
