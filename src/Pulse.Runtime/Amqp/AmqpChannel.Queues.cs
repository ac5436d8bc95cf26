using RabbitMQ.Client;

namespace Pulse;

// Requests about exchanges, queues and bindings.
internal sealed partial class AmqpChannel
{
    /// <exception cref="ExchangeNotFoundException">The exchange does not exist.</exception>
    public Task CheckExchangeAsync(string exchange, CancellationToken cancellationToken) =>
        RequestAsync(
            () =>
                _channel.ExchangeDeclareAsync(
                    exchange,
                    ExchangeType.Topic,
                    durable: true,
                    autoDelete: false,
                    passive: true
                ),
            exception => AmqpErrors.CheckingExchange(exception, exchange, _endpoint),
            cancellationToken
        );

    /// <summary>Declares an exchange as Pulse has them: topic, durable.</summary>
    /// <exception cref="PulseException">It exists and is another one, or the user may not declare it.</exception>
    public Task DeclareExchangeAsync(string exchange, CancellationToken cancellationToken) =>
        RequestAsync(
            () => _channel.ExchangeDeclareAsync(exchange, ExchangeType.Topic, durable: true, autoDelete: false),
            exception => AmqpErrors.DeclaringExchange(exception, exchange, _endpoint),
            cancellationToken
        );

    /// <exception cref="QueueMismatchException">The queue exists with other arguments.</exception>
    /// <exception cref="QueueLockedException">The queue is exclusive to another connection.</exception>
    public Task DeclareQueueAsync(QueueDeclaration queue, CancellationToken cancellationToken) =>
        RequestAsync(
            () =>
                _channel.QueueDeclareAsync(
                    queue.Name,
                    queue.Durable,
                    queue.Exclusive,
                    autoDelete: false,
                    queue.Arguments.ToDictionary(argument => argument.Key, object? (argument) => argument.Value)
                ),
            exception => AmqpErrors.DeclaringQueue(exception, queue.Name, _endpoint),
            cancellationToken
        );

    /// <summary>
    /// What the queue has; <see langword="null"/> where it does not exist, and the broker closes the channel.
    /// </summary>
    /// <exception cref="QueueLockedException">The queue is exclusive to another connection.</exception>
    public async Task<QueueCount?> CountQueueAsync(string queue, CancellationToken cancellationToken)
    {
        QueueCount? count = null;
        try
        {
            await RequestAsync(
                    async () =>
                    {
                        var found = await _channel.QueueDeclarePassiveAsync(queue).ConfigureAwait(false);
                        count = new QueueCount(found.MessageCount, found.ConsumerCount);
                    },
                    exception => AmqpErrors.CheckingQueue(exception, queue, _endpoint),
                    cancellationToken
                )
                .ConfigureAwait(false);
            return count;
        }
        catch (PulseException exception) when (exception.ReplyCode == AmqpErrors.NotFound)
        {
            return null;
        }
    }

    public Task BindQueueAsync(string queue, string exchange, string routingKey, CancellationToken cancellationToken) =>
        RequestAsync(
            () => _channel.QueueBindAsync(queue, exchange, routingKey),
            exception => AmqpErrors.BindingQueue(exception, queue, exchange, routingKey, _endpoint),
            cancellationToken
        );

    public Task UnbindQueueAsync(
        string queue,
        string exchange,
        string routingKey,
        CancellationToken cancellationToken
    ) =>
        RequestAsync(
            () => _channel.QueueUnbindAsync(queue, exchange, routingKey),
            exception => AmqpErrors.UnbindingQueue(exception, queue, exchange, routingKey, _endpoint),
            cancellationToken
        );

    public Task DeleteQueueAsync(string queue, CancellationToken cancellationToken) =>
        RequestAsync(
            () => _channel.QueueDeleteAsync(queue, ifUnused: false, ifEmpty: false),
            exception => AmqpErrors.DeletingQueue(exception, queue, _endpoint),
            cancellationToken
        );
}
