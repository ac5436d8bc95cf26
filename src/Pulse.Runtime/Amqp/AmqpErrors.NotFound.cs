namespace Pulse;

// About what does not exist (the broker's 404).
internal static partial class AmqpErrors
{
    public static PulseException CheckingExchange(Exception exception, string exchange, AmqpEndpoint endpoint) =>
        Reply(exception)?.ReplyCode == NotFound
            ? ExchangeNotFound(exception, exchange, endpoint)
            : Requesting(exception, $"to look up the exchange '{exchange}'", endpoint);

    /// <summary>Why a queue that is not declared here cannot be consumed.</summary>
    public static QueueNotFoundException QueueNotFound(
        string queue,
        AmqpEndpoint endpoint,
        Exception? exception = null
    ) =>
        new(
            queue,
            $"The queue '{queue}' does not exist (as {endpoint}). Check its full name and the virtual host, or declare "
                + "it with Queue(...) instead of ExistingQueue(...).",
            exception
        )
        {
            ReplyCode = NotFound,
        };

    /// <summary>Why a queue that was consumed cannot be counted.</summary>
    public static QueueNotFoundException QueueGone(string queue, AmqpEndpoint endpoint) =>
        new(
            queue,
            $"The queue '{queue}' does not exist any more (as {endpoint}). While it is consumed, Pulse creates it again "
                + "unless it is one of ExistingQueue(...), so ask once more later. Otherwise consume it again with ConsumeAsync."
        )
        {
            ReplyCode = NotFound,
        };

    private static ExchangeNotFoundException ExchangeNotFound(
        Exception exception,
        string exchange,
        AmqpEndpoint endpoint
    ) =>
        new(
            exchange,
            $"The exchange '{exchange}' does not exist (as {endpoint}). Check its name; in a deployment that "
                + "publishes under other names, PulseOptions.MapExchange translates them.",
            exception
        )
        {
            ReplyCode = NotFound,
        };
}
