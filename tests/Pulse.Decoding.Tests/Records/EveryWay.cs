using System.Text;
using System.Text.Json;
using Pulse.Decoding.Tests.Differential;
using Everything = Pulse.Decoding.Tests.Features.FeatureEvents.Everything;

namespace Pulse.Decoding.Tests.Records;

/// <summary>Reads a message by each way in, and holds them to one answer: that of System.Text.Json.</summary>
internal static class EveryWay
{
    private static readonly JsonSerializerOptions TinyBuffers = new() { DefaultBufferSize = 1 };

    /// <summary>The smallest valid message with one more property, or with another value.</summary>
    public static byte[] With(string property, byte[] value)
    {
        var least = Encoding.UTF8.GetString(Message.Least().Json);
        using var document = JsonDocument.Parse(least);
        var others = document
            .RootElement.EnumerateObject()
            .Where(other => other.Name != property)
            .Select(other => $"\"{other.Name}\":{other.Value.GetRawText()},");
        return [.. Encoding.UTF8.GetBytes($"{{{string.Concat(others)}\"{property}\":"), .. value, (byte)'}'];
    }

    public static byte[] With(string property, string value) => With(property, Encoding.UTF8.GetBytes(value));

    /// <summary>The message that all ways read.</summary>
    public static Everything Read(byte[] json)
    {
        Assert.NotNull(SystemTextJsonReading.Of(json, typeof(Everything)));
        var message = Everything.Decode(json);
        Assert.Equal(message, JsonSerializer.Deserialize<Everything>(json));
        Assert.Equal(message, Streamed(json));
        return message;
    }

    /// <summary>The error that all ways end in.</summary>
    public static JsonException Refuse(byte[] json)
    {
        Assert.Null(SystemTextJsonReading.Of(json, typeof(Everything)));
        AssertPlaced(Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Everything>(json)));
        AssertPlaced(Assert.Throws<JsonException>(() => Streamed(json)));
        var error = Assert.Throws<JsonException>(() => Everything.Decode(json));
        AssertPlaced(error);
        return error;
    }

    public static Everything Read(string property, string value) => Read(With(property, value));

    public static JsonException Refuse(string property, string value) => Refuse(With(property, value));

    private static Everything? Streamed(byte[] json)
    {
        // Byte by byte, as a slow sender may.
        using var stream = new MemoryStream(json);
        return JsonSerializer.DeserializeAsync<Everything>(stream, TinyBuffers).AsTask().GetAwaiter().GetResult();
    }

    private static void AssertPlaced(JsonException error)
    {
        Assert.NotNull(error.Path);
        Assert.NotNull(error.LineNumber);
        Assert.NotNull(error.BytePositionInLine);
    }
}
