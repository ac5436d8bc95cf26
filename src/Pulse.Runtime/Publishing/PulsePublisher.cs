using System.Text.Json;
using Microsoft.Extensions.Logging;
using Pulse.Decoding;

namespace Pulse;

/// <summary>
/// Publishes messages, on a connection of its own. Each call of <c>PublishAsync</c> completes when the broker has confirmed
/// the message. Calls need not wait for each other: the messages are sent in the order of the calls. Create one with
/// <see cref="PulseConnection.CreatePublisher"/> and share it. Thread-safe.
/// </summary>
/// <remarks>
/// After a lost connection, and after a message that the broker refuses by closing the channel, what is not confirmed is sent
/// again, in its order and before anything new, until its deadline. Consumers may get such a message twice, with the same
/// message id. The first message makes the first attempt to connect; if that fails, so do the messages that wait for it, with
/// the reason.
/// </remarks>
public sealed class PulsePublisher : IAsyncDisposable
{
    private readonly PulseConnection _owner;
    private readonly PublisherOptions _options;
    private readonly PulseOptions _connectionOptions;
    private readonly ILogger _logger;
    private readonly ObservedState _state;
    private readonly ConnectionSupervisor _connections;
    private readonly Outbox _outbox;
    private readonly PublisherSupervisor _supervisor;
    private readonly PublishedExchanges _exchanges;
    private readonly object _disposing = new();
    private Task? _disposal; // Under that lock.

    internal PulsePublisher(PulseConnection owner, PublisherOptions options)
    {
        _owner = owner;
        _options = options;
        _logger = owner.Logger;
        _connectionOptions = owner.Options with
        {
            ClientProvidedName = $"{owner.Options.ClientProvidedName} publisher".TrimStart(),
        };
        var endpoint = owner.Endpoint with { IsForPublishing = true };
        _state = new ObservedState(this, owner.Events);
        _connections = new ConnectionSupervisor(endpoint, _connectionOptions, _state, _logger);
        _outbox = new Outbox(options.MaxUnconfirmed, _connectionOptions.TimeProvider, new(endpoint, _state));
        _supervisor = new PublisherSupervisor(
            _connections,
            _outbox,
            new ObservedState(this, owner.Events), // Nobody watches it: the state is the connection's.
            _connectionOptions,
            _logger
        );
        _exchanges = new PublishedExchanges(endpoint.User, options, _connectionOptions);
    }

    /// <summary>Raised when <see cref="State"/> or its reason has changed, as <see cref="PulseConnection.StateChanged"/> is.</summary>
    public event EventHandler<PulseStateChangedEventArgs>? StateChanged
    {
        add => _state.Changed += value;
        remove => _state.Changed -= value;
    }

    /// <summary>
    /// The state of the publisher's connection. While it is <see cref="PulseState.Blocked"/>, the broker takes no messages, and
    /// they wait here.
    /// </summary>
    public PulseState State => _state.Current;

    /// <summary>
    /// The reason for the state: why the latest attempt to connect failed, or why the broker blocks the connection;
    /// <see langword="null"/> where nothing is wrong.
    /// </summary>
    public PulseException? StateReason => _state.Reason;

    /// <summary>Publishes a message to an exchange that has a generated key.</summary>
    /// <typeparam name="TPayload">The type of the exchange's messages.</typeparam>
    /// <param name="key">The routing key, which knows its exchange.</param>
    /// <param name="payload">The message.</param>
    /// <param name="options">Properties of the message, and how it is published.</param>
    /// <param name="cancellationToken">Ends the wait; if the message was sent by then, it may arrive all the same.</param>
    /// <returns>A task that completes when the broker has confirmed the message.</returns>
    /// <exception cref="InvalidPayloadException">The payload does not fit its schema; nothing is sent.</exception>
    /// <exception cref="PublishRefusedException">The broker refuses the message.</exception>
    /// <exception cref="PublishUnknownException">The broker has not confirmed it in time, or not before the publisher was closed.</exception>
    /// <exception cref="PulseException">The first attempt to connect has failed.</exception>
    /// <exception cref="ArgumentException">
    /// The key has a wildcard, the exchange's name is over 255 bytes of UTF-8, or a header cannot be sent.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The key is over 255 bytes of UTF-8, or <see cref="PulseOptions.MapExchange"/> returned no valid name.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The publisher is closed.</exception>
    public Task PublishAsync<TPayload>(
        IRoutingKey<TPayload> key,
        TPayload payload,
        PublishOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(key);
        try
        {
            var routingKey = key.RoutingKey;
            if (WordText.Wildcard(routingKey) is { } wildcard)
            {
                throw new ArgumentException(
                    $"No message is published under '{routingKey}': '{wildcard}' is a wildcard, which only patterns have.",
                    nameof(key)
                );
            }

            if (_options.Validate)
                key.ValidatePayload(payload);
            return PublishAsync(key.ExchangeName, routingKey, key.WritePayload(payload), options, cancellationToken);
        }
        catch (Exception failure)
        {
            // Not thrown: of many that are published together, the others would be forgotten.
            return Task.FromException(failure);
        }
    }

    /// <summary>Publishes JSON to an exchange that has no generated key.</summary>
    /// <param name="exchange">
    /// The exchange's full name; <see cref="PulseOptions.MapExchange"/> is applied to it. An empty string is the default
    /// exchange, whose routing keys are the names of queues.
    /// </param>
    /// <param name="routingKey">The routing key.</param>
    /// <param name="payload">The message.</param>
    /// <param name="options">Properties of the message, and how it is published.</param>
    /// <param name="cancellationToken">Ends the wait; if the message was sent by then, it may arrive all the same.</param>
    /// <returns>A task that completes when the broker has confirmed the message.</returns>
    /// <exception cref="PublishRefusedException">The broker refuses the message.</exception>
    /// <exception cref="PublishUnknownException">The broker has not confirmed it in time, or not before the publisher was closed.</exception>
    /// <exception cref="PulseException">The first attempt to connect has failed.</exception>
    /// <exception cref="ArgumentException">Exchange or key are over 255 bytes of UTF-8, or a header cannot be sent.</exception>
    /// <exception cref="InvalidOperationException"><see cref="PulseOptions.MapExchange"/> returned no valid name.</exception>
    /// <exception cref="ObjectDisposedException">The publisher is closed.</exception>
    public Task PublishAsync(
        [ExchangeName] string exchange,
        [RoutingKey] string routingKey,
        JsonElement payload,
        PublishOptions? options = null,
        CancellationToken cancellationToken = default
    ) =>
        payload.ValueKind == JsonValueKind.Undefined
            ? Task.FromException(new ArgumentException("A JsonElement that is 'default' is not JSON.", nameof(payload)))
            : PublishAsync(exchange, routingKey, RawJson.Of(payload).ToArray(), options, cancellationToken);

    /// <summary>Publishes bytes to an exchange that has no generated key.</summary>
    /// <param name="exchange">
    /// The exchange's full name; <see cref="PulseOptions.MapExchange"/> is applied to it. An empty string is the default
    /// exchange, whose routing keys are the names of queues.
    /// </param>
    /// <param name="routingKey">The routing key.</param>
    /// <param name="body">
    /// The message's body. It must not change until the task has completed, and if it fails or is cancelled, not as long as the
    /// publisher is open. If it is not JSON, say so with <see cref="PublishOptions.ContentType"/>.
    /// </param>
    /// <param name="options">Properties of the message, and how it is published.</param>
    /// <param name="cancellationToken">Ends the wait; if the message was sent by then, it may arrive all the same.</param>
    /// <returns>A task that completes when the broker has confirmed the message.</returns>
    /// <exception cref="PublishRefusedException">The broker refuses the message.</exception>
    /// <exception cref="PublishUnknownException">The broker has not confirmed it in time, or not before the publisher was closed.</exception>
    /// <exception cref="PulseException">The first attempt to connect has failed.</exception>
    /// <exception cref="ArgumentException">Exchange or key are over 255 bytes of UTF-8, or a header cannot be sent.</exception>
    /// <exception cref="InvalidOperationException"><see cref="PulseOptions.MapExchange"/> returned no valid name.</exception>
    /// <exception cref="ObjectDisposedException">The publisher is closed.</exception>
    public Task PublishAsync(
        [ExchangeName] string exchange,
        [RoutingKey] string routingKey,
        ReadOnlyMemory<byte> body,
        PublishOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(exchange);
        ArgumentNullException.ThrowIfNull(routingKey);
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled(cancellationToken);
        options ??= PublishOptions.Default;
        try
        {
            ShortString.Check(routingKey, "A routing key", nameof(routingKey));
            var content = new AmqpMessage(
                _exchanges.NameOf(exchange),
                routingKey,
                options.Mandatory,
                PublishedProperties.Of(options, _options.AppId, _connectionOptions.TimeProvider),
                body
            );
            return Send(content, options.Deadline ?? _options.Deadline, cancellationToken);
        }
        catch (Exception failure)
        {
            return Task.FromException(failure);
        }
    }

    /// <summary>
    /// Declares exchanges as durable topic exchanges, if they are in the user's own namespace
    /// (<c>exchange/&lt;user&gt;/…</c>). Of others it checks that they exist, as far as the broker lets the user ask, unless
    /// <see cref="PublisherOptions.DeclareAnyExchange"/> is set.
    /// </summary>
    /// <param name="exchanges">The exchanges, such as <c>BuildEvents.Exchanges</c>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that completes when all are declared.</returns>
    /// <exception cref="ExchangeNotFoundException">An exchange outside the user's namespace does not exist.</exception>
    /// <exception cref="PulseException">
    /// An exchange exists and is another one, the user may not declare it, or the broker cannot be reached.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The publisher is closed.</exception>
    public async Task DeclareExchangesAsync(
        IEnumerable<PulseExchange> exchanges,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(exchanges);
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposal) is not null, this);
        var connection = await _connections.GetAsync(cancellationToken).ConfigureAwait(false);
        await _exchanges.DeclareAsync(connection, exchanges, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Closes the publisher: waits until what was published is confirmed, for at most
    /// <see cref="PulseOptions.DrainTimeout"/>; what is left then fails. Messages published after this call fail.
    /// </summary>
    /// <returns>A task that completes in bounded time: that timeout and a few seconds.</returns>
    public ValueTask DisposeAsync()
    {
        lock (_disposing)
            return new ValueTask(_disposal ??= DetachedTask.Run(CloseAsync));
    }

    /// <summary>Shows user and endpoint, never the password.</summary>
    /// <returns>Such as <c>user 'alice' at amqps://pulse.mozilla.org:5671, virtual host '/' (publisher)</c>.</returns>
    public override string ToString() => (_owner.Endpoint with { IsForPublishing = true }).ToString();

    private Task Send(AmqpMessage content, TimeSpan deadline, CancellationToken cancellationToken)
    {
        var message = _outbox.Create(content, deadline);
        message.EndOn(cancellationToken);
        if (_outbox.TryAdd(message))
            _supervisor.EnsureStarted();
        else
            message.Fail(new ObjectDisposedException(nameof(PulsePublisher)));
        return message.Task;
    }

    private async Task CloseAsync()
    {
        _outbox.Close();
        await _outbox
            .WhenEmpty()
            .WaitAtMostAsync(_connectionOptions.DrainTimeout, _connectionOptions.TimeProvider)
            .ConfigureAwait(false);
        if (_outbox.Count is > 0 and var left)
            _logger.ClosedUnconfirmed(left, _connectionOptions.DrainTimeout);
        _outbox.Dispose();
        _supervisor.Stop(); // First: for it, a connection that cannot be had is an outage.
        _connections.Stop();
        await _supervisor.DisposeAsync().ConfigureAwait(false);
        await _connections.DisposeAsync().ConfigureAwait(false);
        if (State is not (PulseState.Connecting or PulseState.Closed))
            _logger.Disconnected(ToString());
        _state.Set(PulseState.Closed);
        _owner.Remove(this);
    }
}
