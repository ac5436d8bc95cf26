namespace Pulse;

/// <summary>
/// The queue at the broker: its name, whether it exists, and how it is declared and bound.
/// </summary>
internal sealed class QueueTopology(QueueOptions options, QueueAdoption adoption, DeliveryLimit deliveryLimit)
{
    private QueueDeclaration _declaration = options.Declare();
    private QueueDeclaration? _accepted;
    private AmqpConnection? _home; // The connection that an exclusive queue belongs to, and its name with it.

    /// <summary>The queue's full name; an anonymous queue has another one on every connection.</summary>
    public string QueueName => Volatile.Read(ref _declaration).Name;

    /// <summary>The queue as the broker has it, as far as that is known.</summary>
    public QueueDeclaration Accepted => _accepted ?? _declaration;

    /// <summary>
    /// Whether the queue is a stream; <see langword="null"/> where only the broker knows, which may make one by default.
    /// </summary>
    public bool? IsStream =>
        options.IsDeclared && (IsTypeTold || Accepted.Exclusive || !Accepted.Durable) ? Accepted.IsStream : null;

    // Where one was asked for that the queue does not have, the broker has named the other.
    private bool IsTypeTold => Accepted.HasType || Volatile.Read(ref _declaration).HasType;

    /// <exception cref="PulseException">The broker refuses, or the connection is lost.</exception>
    public async Task DeclareAsync(AmqpConnection connection, CancellationToken cancellationToken)
    {
        if (!options.IsDeclared)
        {
            if (await IsThereAsync(connection, cancellationToken).ConfigureAwait(false) is false)
                throw AmqpErrors.QueueNotFound(QueueName, connection.Endpoint);
            return;
        }

        await CheckExchangesAsync(connection, cancellationToken).ConfigureAwait(false);
        if (options.DeadLetters is { } dead)
            await dead.DeclareAsync(connection, options.IsQuorum, adoption, cancellationToken).ConfigureAwait(false);
        _home = connection;
        _accepted = await adoption.DeclareAsync(connection, _declaration, cancellationToken).ConfigureAwait(false);
        deliveryLimit.Check(_accepted, connection.ServerVersion);
    }

    /// <exception cref="PulseException">The broker refuses, or the connection is lost.</exception>
    public async Task BindAsync(AmqpChannel channel, CancellationToken cancellationToken)
    {
        if (!options.IsDeclared)
            return;
        var bindings = options.Handlers.Subscriptions.Select(one => (one.ExchangeName, one.RoutingKey)).Distinct();
        foreach (var (exchange, routingKey) in bindings)
            await channel.BindQueueAsync(QueueName, exchange, routingKey, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Whether the queue has to be created again; <see langword="null"/> where the broker does not say. An exclusive one
    /// has to be on another connection, under another name: it may live on with the old connection, whose loss the broker
    /// may not have noticed yet.
    /// </summary>
    public async Task<bool?> IsGoneAsync(AmqpConnection connection, CancellationToken cancellationToken)
    {
        if (_declaration.Exclusive && _home != connection)
        {
            _home = connection;
            Volatile.Write(ref _declaration, options.Declare());
            return true;
        }

        return !await IsThereAsync(connection, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes a binding, also one that is not ours.</summary>
    /// <exception cref="PulseException">The broker refuses, or the connection is lost.</exception>
    public async Task UnbindAsync(
        AmqpConnection connection,
        string exchange,
        string routingKey,
        CancellationToken cancellationToken
    )
    {
        var channel = await connection.OpenChannelAsync(cancellationToken).ConfigureAwait(false);
        await using (channel.ConfigureAwait(false))
            await channel.UnbindQueueAsync(QueueName, exchange, routingKey, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What the queue has at the broker.</summary>
    /// <exception cref="QueueNotFoundException">The queue does not exist.</exception>
    /// <exception cref="PulseException">The broker refuses, or the connection is lost.</exception>
    public async Task<QueueCount> CountAsync(AmqpConnection connection, CancellationToken cancellationToken)
    {
        var name = QueueName;
        var channel = await connection.OpenChannelAsync(cancellationToken).ConfigureAwait(false);
        await using (channel.ConfigureAwait(false))
        {
            return await channel.CountQueueAsync(name, cancellationToken).ConfigureAwait(false)
                ?? throw AmqpErrors.QueueGone(name, connection.Endpoint);
        }
    }

    /// <summary>Deletes the queue at the broker, with the messages in it.</summary>
    /// <exception cref="PulseException">The broker refuses, or the connection is lost.</exception>
    public Task DeleteAsync(AmqpConnection connection, CancellationToken cancellationToken) =>
        DeleteAsync(connection, QueueName, cancellationToken);

    /// <summary>
    /// Deletes the queue if it is exclusive: nobody could consume it again, and it would gather messages all the same.
    /// In bounded time, without errors.
    /// </summary>
    public Task DeleteExclusiveAsync() =>
        _home is { } home ? DeleteExclusiveAsync(home, QueueName) : Task.CompletedTask;

    /// <inheritdoc cref="DeleteExclusiveAsync()"/>
    public Task DeleteExclusiveAsync(AmqpConnection connection, string name) =>
        // With the connection it is gone already.
        _declaration.Exclusive && !connection.Over.IsCancellationRequested
            ? connection.WaitForClosingAsync(DeleteAsync(connection, name, CancellationToken.None))
            : Task.CompletedTask;

    // On a channel of its own: the queue's may have been closed by the broker.
    private static async Task DeleteAsync(AmqpConnection connection, string name, CancellationToken cancellationToken)
    {
        var channel = await connection.OpenChannelAsync(cancellationToken).ConfigureAwait(false);
        await using (channel.ConfigureAwait(false))
            await channel.DeleteQueueAsync(name, cancellationToken).ConfigureAwait(false);
    }

    // Null where the broker may not be asked: some versions of RabbitMQ want 'configure' even for a passive declare.
    private async Task<bool?> IsThereAsync(AmqpConnection connection, CancellationToken cancellationToken)
    {
        var asking = await connection.OpenChannelAsync(cancellationToken).ConfigureAwait(false);
        await using (asking.ConfigureAwait(false))
        {
            try
            {
                return await asking.CountQueueAsync(QueueName, cancellationToken).ConfigureAwait(false) is not null;
            }
            catch (AccessRefusedException)
            {
                return null;
            }
        }
    }

    // A refusal closes the channel that asked, so these questions have a channel of their own. Passive:
    // nobody may declare another user's exchange. RabbitMQ 4.2.6 and 4.3.0 want 'configure' even for that, so a refusal is
    // not an answer; binding then says what is wrong.
    private async Task CheckExchangesAsync(AmqpConnection connection, CancellationToken cancellationToken)
    {
        var asking = await connection.OpenChannelAsync(cancellationToken).ConfigureAwait(false);
        await using (asking.ConfigureAwait(false))
        {
            try
            {
                foreach (var exchange in options.Handlers.Subscriptions.Select(one => one.ExchangeName).Distinct())
                    await asking.CheckExchangeAsync(exchange, cancellationToken).ConfigureAwait(false);
            }
            catch (AccessRefusedException)
            {
                // The others would not be answered either.
            }
        }
    }
}
