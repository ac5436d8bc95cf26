using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pulse.Decoding.Tests.Primitives;

public class PayloadReaderTests
{
    private static readonly JsonSerializerOptions SmallPieces = new() { DefaultBufferSize = 64 };

    private static readonly JsonWriterOptions Relaxed = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [Fact]
    public void A_value_is_read_whatever_white_space_surrounds_it() =>
        Assert.Equal(["a", "b"], Decode(""" { "names" : [ "a" , "\u0062" ] , "new": {"x":[1]} } """).Names);

    [Theory]
    [InlineData("""{ "names": "a" }""", "$.names", "Expected an array, found a string.")]
    [InlineData("""{ "names": ["a", 1] }""", "$.names[1]", "Expected a string, found a number.")]
    [InlineData("""{ "names": ["a", {"b": 1}] }""", "$.names[1]", "Expected a string, found an object.")]
    [InlineData(
        """{ "x": { "names": [] }, "y": [] }""",
        "$.names",
        "The required property 'names' of Sample is missing."
    )]
    [InlineData("[]", "$", "Expected an object, found an array.")]
    [InlineData("null", "$", "Expected an object, found null.")]
    [InlineData("", "$", "")]
    [InlineData("""{ "names": ["a" """, "$.names[0]", "")]
    [InlineData("""{ "names": [] } x""", "$", "")]
    [InlineData("""{ "odd name": [ {}, [ nul ] ] }""", "$['odd name'][1]", "")]
    public void A_value_that_cannot_be_read_is_a_JsonException_with_path_and_reason(
        string json,
        string path,
        string reason
    )
    {
        var error = Assert.Throws<JsonException>(() => Decode(json));
        Assert.Equal(path, error.Path);
        Assert.NotNull(error.LineNumber);
        Assert.NotNull(error.BytePositionInLine);
        Assert.StartsWith(reason, error.Message, StringComparison.Ordinal);
        Assert.Contains(
            $"Path: {path} | LineNumber: {error.LineNumber} | BytePositionInLine: {error.BytePositionInLine}.",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void An_error_has_the_line_and_position_of_the_refused_token()
    {
        var error = Assert.Throws<JsonException>(() => Decode("{\n  \"names\":\n    [ \"a\",\n 7 ]\n}"));
        Assert.Equal((3L, 1L), (error.LineNumber, error.BytePositionInLine));
    }

    [Fact]
    public void Invalid_UTF_8_is_a_JsonException_like_any_other()
    {
        byte[] json = [.. "{\"names\":[\""u8, 0xff, .. "\"]}"u8];
        var error = Assert.Throws<JsonException>(() => PayloadReader.Decode<Sample>(json));
        Assert.Equal("$.names[0]", error.Path);
        Assert.StartsWith("The string is not valid UTF-8", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_in_a_serializer_call_has_the_serializer_s_path_and_ours()
    {
        var error = Assert.Throws<JsonException>(() =>
            JsonSerializer.Deserialize<Sample[]>("""[ { "names": [] }, { "names": [7] } ]""")
        );
        Assert.Equal("$[1]", error.Path);
        Assert.Contains(
            "Expected a string, found a number. Inside the value at $.names[0].",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_payload_works_in_any_serializer_call()
    {
        var samples = JsonSerializer.Deserialize<List<Sample>>("""[ { "names": ["a"] } ]""")!;
        Assert.Equal("""[{"names":["a"]}]""", JsonSerializer.Serialize(samples));
    }

    [Fact]
    public async Task A_stream_that_comes_in_pieces_is_read_unknown_properties_and_all()
    {
        var json =
            "["
            + string.Join(
                ",",
                Enumerable.Repeat("""{ "unknown": { "a": [1, 2, {"b": "c"}] }, "names": ["some", "names"] }""", 2000)
            )
            + "]";
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json));
        var samples = await JsonSerializer.DeserializeAsync<List<Sample>>(stream, SmallPieces);
        Assert.Equal(2000, samples!.Count);
    }

    [Theory]
    [InlineData("2026-01-31T12:00:00Z", "2026-01-31T12:00:00.000Z")]
    [InlineData("2026-01-31T12:00:00.120Z", "2026-01-31T12:00:00.120Z")]
    [InlineData("2026-01-31T12:00:00.1234567Z", "2026-01-31T12:00:00.1234567Z")]
    [InlineData("2026-01-31T12:00:00+05:30", "2026-01-31T12:00:00.000+05:30")]
    [InlineData("2026-01-31T12:00:00.0000001-01:00", "2026-01-31T12:00:00.0000001-01:00")]
    public void A_date_time_is_written_with_at_least_three_decimals_and_its_offset(string read, string written)
    {
        var value = PayloadReader.Decode(
            Encoding.UTF8.GetBytes($"\"{read}\""),
            static (ref PayloadReader reader) => reader.ReadDateTime()
        );

        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Relaxed))
            PayloadWriter.Write(writer, new Moment(value));
        Assert.Equal($"\"{written}\"", Encoding.UTF8.GetString(stream.ToArray()));
    }

    private static Sample Decode(string json) => PayloadReader.Decode<Sample>(Encoding.UTF8.GetBytes(json));

    /// <summary>A small version of a generated record.</summary>
    [JsonConverter(typeof(PayloadConverter<Sample>))]
    private sealed record Sample : IPayload<Sample>
    {
        public required IReadOnlyList<string> Names { get; init; }

        private static readonly PropertyNames AllNames = new("names");

        public static Sample Read(ref PayloadReader reader)
        {
            IReadOnlyList<string>? names = null;
            for (
                var property = reader.FirstProperty(AllNames);
                property >= 0;
                property = reader.NextProperty(AllNames, property)
            )
                names = reader.ReadList(static (ref PayloadReader reader) => reader.ReadString());

            return new Sample { Names = names ?? throw reader.Missing("Sample", "names") };
        }

        public void WriteTo(Utf8JsonWriter writer) => PayloadWriter.Write(writer, this);

        public void WriteTo(PayloadWriter writer)
        {
            writer.StartObject();
            writer.WriteName(AllNames, 0);
            writer.StartArray();
            foreach (var name in Names)
            {
                writer.NextItem();
                writer.WriteString(name);
            }

            writer.EndArray();
            writer.EndObject();
        }
    }

    private sealed record Moment(DateTimeOffset Value) : IPayload<Moment>
    {
        public static Moment Read(ref PayloadReader reader) => new(reader.ReadDateTime());

        public void WriteTo(Utf8JsonWriter writer) => PayloadWriter.Write(writer, this);

        public void WriteTo(PayloadWriter writer) => writer.WriteDateTime(Value);
    }
}
