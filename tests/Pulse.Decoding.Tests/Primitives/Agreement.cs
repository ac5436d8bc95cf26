using System.Text;
using System.Text.Json;

namespace Pulse.Decoding.Tests.Primitives;

/// <summary>Reads one value both ways, with the reader here and with System.Text.Json.</summary>
internal static class Agreement
{
    public static void Check<T>(string json, ReadValue<T> ours) => Check(Encoding.UTF8.GetBytes(json), ours);

    /// <summary>Both accept with equal values, or both refuse, and ours with path and position.</summary>
    public static void Check<T>(byte[] json, ReadValue<T> ours)
    {
        var (expected, isAccepted) = (default(T), true);
        try
        {
            expected = JsonSerializer.Deserialize<T>(json);
        }
        catch (Exception refused) when (refused is JsonException or InvalidOperationException)
        {
            isAccepted = false;
        }

        if (isAccepted)
        {
            Assert.Equal(expected, PayloadReader.Decode(json, ours));
            return;
        }

        var error = Assert.Throws<JsonException>(() => PayloadReader.Decode(json, ours));
        Assert.NotNull(error.Path);
        Assert.NotNull(error.LineNumber);
        Assert.NotNull(error.BytePositionInLine);
    }
}
