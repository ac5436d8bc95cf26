namespace Pulse;

// Requests about the queue, whether it is consumed at the moment or not.
internal sealed partial class QueueSupervisor
{
    /// <summary>Removes a binding of the queue.</summary>
    /// <exception cref="PulseException">The broker refuses, or cannot be reached.</exception>
    /// <exception cref="ObjectDisposedException">The connection is disposed.</exception>
    public async Task UnbindAsync(string exchange, string routingKey, CancellationToken cancellationToken)
    {
        var connection = await _connections.GetAsync(cancellationToken).ConfigureAwait(false);
        await _topology.UnbindAsync(connection, exchange, routingKey, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What the queue has at the broker.</summary>
    /// <exception cref="PulseException">The broker refuses, or cannot be reached.</exception>
    /// <exception cref="ObjectDisposedException">The connection is disposed.</exception>
    public async Task<QueueCount> CountAsync(CancellationToken cancellationToken)
    {
        var connection = await _connections.GetAsync(cancellationToken).ConfigureAwait(false);
        return await _topology.CountAsync(connection, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes the queue at the broker.</summary>
    /// <exception cref="PulseException">The broker refuses, or cannot be reached.</exception>
    /// <exception cref="ObjectDisposedException">The connection is disposed.</exception>
    public async Task DeleteAsync(CancellationToken cancellationToken)
    {
        var connection = await _connections.GetAsync(cancellationToken).ConfigureAwait(false);
        await _topology.DeleteAsync(connection, cancellationToken).ConfigureAwait(false);
    }
}
