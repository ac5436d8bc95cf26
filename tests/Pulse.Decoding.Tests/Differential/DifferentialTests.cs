using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Xunit.Abstractions;

namespace Pulse.Decoding.Tests.Differential;

/// <summary>
/// Mutated messages, read by generated decoders and by System.Text.Json: both accept the same ones and read the same
/// values, by every way in. The same messages in each run; more of them with the environment variable
/// <c>PULSE_MUTATED_MESSAGES</c> (how many), other ones with <c>PULSE_MUTATION_SEED</c> (the first one's seed; each
/// has the next number).
/// </summary>
public class DifferentialTests(ITestOutputHelper output)
{
    private const int Shown = 20;

    private static readonly JsonSerializerOptions TinyBuffers = new() { DefaultBufferSize = 1 };

    [Fact]
    public void Unchanged_messages_are_read_as_by_System_Text_Json() =>
        Assert.All(Message.All, message => Assert.True(Check(message, message.Json)));

    [Fact]
    public void Mutated_messages_are_accepted_and_read_as_by_System_Text_Json()
    {
        var (first, count) = (Setting.Of("PULSE_MUTATION_SEED", 0), Setting.Of("PULSE_MUTATED_MESSAGES", 30_000));
        var accepted = 0;
        var faults = new ConcurrentDictionary<int, string>();
        Parallel.For(
            first,
            first + count,
            seed =>
            {
                var random = new Random(seed);
                var message = Message.All[random.Next(Message.All.Count)];
                // Half of them are of the type that has everything.
                if (random.Next(2) == 0)
                    message = Message.All[^random.Next(1, 3)];
                var json = new Mutation(random).Of(message.Json);
                try
                {
                    if (Check(message, json))
                        Interlocked.Increment(ref accepted);
                }
                catch (Exception fault)
                {
                    faults[seed] = $"Seed {seed}, {message.Type.Name}: {fault.Message}\n{Change(message.Json, json)}";
                }
            }
        );
        Assert.True(
            faults.IsEmpty,
            $"{faults.Count} of {count} messages:\n\n"
                + string.Join(
                    "\n\n",
                    faults.OrderBy(fault => fault.Value.Length).Take(Shown).Select(fault => fault.Value)
                )
        );
        output.WriteLine($"{count} messages, {accepted} of them accepted");
        Assert.InRange(accepted, count / 4, count * 3 / 4); // Otherwise they would show little.
    }

    /// <returns>Whether the message is accepted.</returns>
    private static bool Check(Message message, byte[] json)
    {
        var expected = SystemTextJsonReading.Of(json, message.Type);
        var direct = Decoded("Decode", expected is not null, () => message.Decode(json));
        var serialized = Decoded(
            "JsonSerializer",
            expected is not null,
            () => JsonSerializer.Deserialize(json, message.Type)
        );
        // A stream may start with a byte order mark; bytes may not.
        var withoutMark = json.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? json[3..] : json;
        var streamed = Decoded(
            "A stream",
            SystemTextJsonReading.Of(withoutMark, message.Type) is not null,
            () => JsonSerializer.Deserialize(new MemoryStream(json), message.Type, TinyBuffers)
        );
        if (expected is null)
            return false;

        using var document = JsonDocument.Parse(json);
        foreach (
            var (way, value) in new[]
            {
                ("System.Text.Json", expected),
                ("Decode", direct),
                ("JsonSerializer", serialized),
                ("A stream", streamed),
            }
        )
        {
            var difference = DocumentComparison.Difference(document.RootElement, value);
            Assert.True(difference is null, $"{way}: {difference}");
        }

        CheckRoundTrip(message, direct!, serialized!);
        return true;
    }

    private static object? Decoded(string way, bool isExpected, Func<object?> decode)
    {
        try
        {
            var value = decode();
            // JsonSerializer's own answer to a whole document that is null.
            Assert.True((value is not null) == isExpected, $"{way} accepts what System.Text.Json does not.");
            return value;
        }
        catch (JsonException refused)
        {
            Assert.False(isExpected, $"{way} refuses what System.Text.Json accepts: {refused.Message}");
            Assert.NotNull(refused.Path);
            Assert.NotNull(refused.LineNumber);
            Assert.NotNull(refused.BytePositionInLine);
            return null;
        }
    }

    private static void CheckRoundTrip(Message message, object value, object same)
    {
        // System.Text.Json reads free-form JSON with strings that are not valid Unicode, but does not write it.
        if (!FreeFormJson.In(value).All(FreeFormJson.IsUnicode))
            return;
        var again = message.Decode(JsonSerializer.SerializeToUtf8Bytes(value, message.Type));
        Assert.Equal(value, again);
        Assert.Equal(value.GetHashCode(), again.GetHashCode());
        Assert.Equal(value, same);
    }

    /// <summary>The JSON from a mutation's first change to its last, with a little around it: before and after.</summary>
    private static string Change(byte[] before, byte[] after)
    {
        const int Around = 40;
        var start = Math.Max(0, before.AsSpan().CommonPrefixLength(after) - Around);
        var same = 0;
        while (same < Math.Min(before.Length, after.Length) - start && before[^(same + 1)] == after[^(same + 1)])
            same++;
        var end = Math.Max(0, same - Around);
        return $"{Encoding.Latin1.GetString(before[start..^end])}\n{Encoding.Latin1.GetString(after[start..^end])}";
    }
}
