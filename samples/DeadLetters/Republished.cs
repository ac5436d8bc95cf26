using Pulse;
using RabbitMQ.Client;

namespace DeadLetters;

/// <summary>The properties of a message that was consumed, to publish it again.</summary>
internal static class Republished
{
    /// <summary>All but the user's name, which RabbitMQ refuses where it is another one.</summary>
    public static BasicProperties Of(MessageProperties properties)
    {
        var republished = new BasicProperties
        {
            ContentType = properties.ContentType,
            ContentEncoding = properties.ContentEncoding,
            MessageId = properties.MessageId,
            CorrelationId = properties.CorrelationId,
            AppId = properties.AppId,
            Type = properties.Type,
            ReplyTo = properties.ReplyTo,
            Expiration = properties.Expiration,
            Persistent = properties.Persistent,
            Headers = Table(properties.Headers),
        };
        if (properties.Timestamp is { } time)
            republished.Timestamp = Time(time);
        if (properties.Priority is { } priority)
            republished.Priority = priority;
        return republished;
    }

    private static Dictionary<string, object?> Table(IReadOnlyDictionary<string, object?> table) =>
        table.ToDictionary(entry => entry.Key, entry => Value(entry.Value));

    private static object? Value(object? value) =>
        value switch
        {
            DateTimeOffset time => Time(time),
            IReadOnlyDictionary<string, object?> table => Table(table),
            byte[] bytes => bytes,
            IReadOnlyList<object?> list => list.Select(Value).ToList(),
            _ => value,
        };

    private static AmqpTimestamp Time(DateTimeOffset time) => new(time.ToUnixTimeSeconds());
}
