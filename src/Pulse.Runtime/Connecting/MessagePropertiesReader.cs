using System.Collections;
using System.Text;
using System.Text.Unicode;
using RabbitMQ.Client;

namespace Pulse;

/// <summary>Reads the client's message properties into ours.</summary>
internal static class MessagePropertiesReader
{
    // RabbitMQ.Client adds it to what it publishes with confirms; it means nothing to anyone else.
    private const string PublisherSequenceNumber = "x-dotnet-pub-seq-no";

    public static MessageProperties Read(IReadOnlyBasicProperties properties) =>
        new()
        {
            ContentType = properties.ContentType,
            ContentEncoding = properties.ContentEncoding,
            MessageId = properties.MessageId,
            CorrelationId = properties.CorrelationId,
            Timestamp = properties.IsTimestampPresent() ? ReadTime(properties.Timestamp) : null,
            AppId = properties.AppId,
            Type = properties.Type,
            UserId = properties.UserId,
            Priority = properties.IsPriorityPresent() ? properties.Priority : null,
            Expiration = properties.Expiration,
            ReplyTo = properties.ReplyTo,
            Persistent = properties.Persistent,
            Headers = properties.Headers is { } headers ? ReadTable(headers) : MessageProperties.NoHeaders,
        };

    private static Dictionary<string, object?> ReadTable(IDictionary<string, object?> table)
    {
        var read = new Dictionary<string, object?>(table.Count);
        foreach (var (name, value) in table)
        {
            if (name != PublisherSequenceNumber)
                read.Add(name, ReadValue(value));
        }

        return read;
    }

    private static object? ReadValue(object? value) =>
        value switch
        {
            byte[] bytes => Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : bytes,
            BinaryTableValue binary => binary.Bytes,
            AmqpTimestamp time => ReadTime(time),
            IDictionary<string, object?> table => ReadTable(table),
            IList list => list.Cast<object?>().Select(ReadValue).ToArray(),
            _ => value,
        };

    // The wire holds any 64 bits; seconds beyond the calendar are no time.
    private static DateTimeOffset? ReadTime(AmqpTimestamp time) =>
        time.UnixTime >= DateTimeOffset.MinValue.ToUnixTimeSeconds()
        && time.UnixTime <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(time.UnixTime)
            : null;
}
