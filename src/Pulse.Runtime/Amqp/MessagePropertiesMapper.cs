using System.Collections;
using System.Text;
using System.Text.Unicode;
using RabbitMQ.Client;

namespace Pulse;

/// <summary>Maps the client's message properties to ours, and back.</summary>
internal static class MessagePropertiesMapper
{
    // RabbitMQ.Client adds it to what it publishes with confirms; it means nothing to anyone else.
    private const string PublisherSequenceNumber = "x-dotnet-pub-seq-no";

    public static MessageProperties Map(IReadOnlyBasicProperties properties) =>
        new()
        {
            ContentType = properties.ContentType,
            ContentEncoding = properties.ContentEncoding,
            MessageId = properties.MessageId,
            CorrelationId = properties.CorrelationId,
            Timestamp = properties.IsTimestampPresent() ? MapTime(properties.Timestamp) : null,
            AppId = properties.AppId,
            Type = properties.Type,
            UserId = properties.UserId,
            Priority = properties.IsPriorityPresent() ? properties.Priority : null,
            Expiration = properties.Expiration,
            ReplyTo = properties.ReplyTo,
            Persistent = properties.Persistent,
            Headers = properties.Headers is { } headers ? MapTable(headers) : MessageProperties.NoHeaders,
        };

    /// <exception cref="ArgumentException">A header cannot be sent.</exception>
    public static BasicProperties MapBack(MessageProperties properties)
    {
        var mapped = new BasicProperties
        {
            ContentType = properties.ContentType,
            ContentEncoding = properties.ContentEncoding,
            MessageId = properties.MessageId,
            CorrelationId = properties.CorrelationId,
            AppId = properties.AppId,
            Type = properties.Type,
            Expiration = properties.Expiration,
            ReplyTo = properties.ReplyTo,
            Persistent = properties.Persistent,
            Headers = properties.Headers.Count == 0 ? null : MessageHeaders.Map(properties.Headers),
        };
        if (properties.Timestamp is { } time)
            mapped.Timestamp = new AmqpTimestamp(time.ToUnixTimeSeconds());
        if (properties.Priority is { } priority)
            mapped.Priority = priority;
        return mapped;
    }

    // Deeper ones than anybody means would take more stack than there is; they stay as the client read them.
    private const int MaxDepth = 128;

    private static Dictionary<string, object?> MapTable(IDictionary<string, object?> table, int depth = 0)
    {
        var mapped = new Dictionary<string, object?>(table.Count);
        foreach (var (name, value) in table)
        {
            if (name != PublisherSequenceNumber)
                mapped.Add(name, MapValue(value, depth));
        }

        return mapped;
    }

    private static object? MapValue(object? value, int depth) =>
        value switch
        {
            byte[] bytes => Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : bytes,
            BinaryTableValue binary => binary.Bytes,
            AmqpTimestamp time => MapTime(time),
            IDictionary<string, object?> table when depth < MaxDepth => MapTable(table, depth + 1),
            IList list when depth < MaxDepth => list.Cast<object?>()
                .Select(item => MapValue(item, depth + 1))
                .ToArray(),
            _ => value,
        };

    // The wire holds any 64 bits; seconds beyond the calendar are not a time.
    private static DateTimeOffset? MapTime(AmqpTimestamp time) =>
        time.UnixTime >= DateTimeOffset.MinValue.ToUnixTimeSeconds()
        && time.UnixTime <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(time.UnixTime)
            : null;
}
