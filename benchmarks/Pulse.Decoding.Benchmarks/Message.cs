using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pulse.Decoding.Benchmarks;

/// <summary>
/// A message as it is in the consumer's memory. The ids that differ from message to message in production (the task's, the
/// event's) differ here, too, so that a cache of strings does not look better than it is.
/// </summary>
public sealed class Message
{
    private const string Ids = "taskId eventId workerId";

    private readonly byte[] _json;
    private readonly string _ids;
    private readonly int _id;
    private ulong _count;

    private Message(string name, byte[] json, string ids)
    {
        Name = name;
        _json = json;
        _ids = ids;
        _id = IdOf(json, ids);
    }

    /// <summary>Such as <c>task-defined</c>.</summary>
    public string Name { get; }

    public int Length => _json.Length;

    /// <summary>A message that the tests also send, without white space.</summary>
    /// <param name="sample">Such as <c>queue/task-defined</c>.</param>
    /// <param name="ids">The properties that may be the id.</param>
    public static Message Of(string sample, string ids = Ids)
    {
        using var file = Assembly.GetExecutingAssembly().GetManifestResourceStream(sample)!;
        var payload = JsonNode.Parse(file)!["payload"]!;
        return new(sample[(sample.IndexOf('/', StringComparison.Ordinal) + 1)..], Compact(payload), ids);
    }

    /// <summary>The same message, changed.</summary>
    public Message With(string name, Action<JsonObject> change)
    {
        var json = JsonNode.Parse(_json)!.AsObject();
        change(json);
        return new(name, Compact(json), _ids);
    }

    /// <summary>The same message, written differently.</summary>
    public Message WithText(string name, Func<string, string> change) =>
        new(name, Encoding.UTF8.GetBytes(change(Encoding.UTF8.GetString(_json))), _ids);

    /// <summary>The same message over several lines.</summary>
    public Message Indented(string name) =>
        new(
            name,
            Encoding.UTF8.GetBytes(JsonNode.Parse(_json)!.ToJsonString(new(Unescaped) { WriteIndented = true })),
            _ids
        );

    /// <summary>One property's value alone.</summary>
    public byte[] Part(string property) => Compact(JsonNode.Parse(_json)![property]!);

    /// <summary>The next message.</summary>
    public ReadOnlySpan<byte> Next() => NextMemory().Span;

    /// <summary>The next message: the same bytes with a new id.</summary>
    public ReadOnlyMemory<byte> NextMemory()
    {
        // Eight letters of four bits each: 32 bits, spread over the id by a multiplication.
        var bits = ++_count * 0x9E3779B97F4A7C15;
        MemoryMarshal.Write(_json.AsSpan(_id), (bits & 0x0F0F0F0F0F0F0F0F) + 0x6161616161616161);
        return _json;
    }

    private static readonly JsonSerializerOptions Unescaped = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    // Services escape only what they must, but UnsafeRelaxedJsonEscaping still escapes characters beyond 16 bits.
    private static byte[] Compact(JsonNode json) =>
        Encoding.UTF8.GetBytes(WithoutEscapes(json.ToJsonString(Unescaped)));

    private static string WithoutEscapes(string json) =>
        System.Text.RegularExpressions.Regex.Replace(
            json,
            @"\\u([Dd][89ABab][0-9A-Fa-f]{2})\\u([Dd][C-Fc-f][0-9A-Fa-f]{2})",
            pair => new string([Unit(pair.Groups[1].Value), Unit(pair.Groups[2].Value)])
        );

    private static char Unit(string hex) => (char)Convert.ToInt32(hex, 16);

    /// <summary>Finds the position of the first property that is an id.</summary>
    private static int IdOf(byte[] json, string ids)
    {
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || !ids.Split(' ').Contains(reader.GetString()))
                continue;
            reader.Read();
            return (int)reader.TokenStartIndex + 1;
        }

        throw new InvalidOperationException("The message has no id.");
    }
}
