using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Pulse.Decoding.Tests.Primitives;

public class PayloadWriterTests
{
    private static readonly PropertyNames Names = new(
        "name",
        "a name of more than thirty-two bytes in all",
        "größe",
        ""
    );

    public static TheoryData<JavaScriptEncoder?> Encoders =>
        [
            null,
            JavaScriptEncoder.Default,
            JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            JavaScriptEncoder.Create(UnicodeRanges.All),
            JavaScriptEncoder.Create(UnicodeRanges.Cyrillic),
        ];

    [Theory]
    [MemberData(nameof(Encoders))]
    public void Strings_are_written_as_Utf8JsonWriter_writes_them(JavaScriptEncoder? encoder)
    {
        var texts = Enumerable
            .Range(0, 0x3000)
            .SelectMany(unit =>
                new[] { $"a{(char)unit}b", $"eight more{(char)unit}", $"{(char)unit} in front of eight" }
            )
            .Concat([
                "",
                "🦊",
                "half: \ud83e",
                "\udd8a",
                new string('<', 5000),
                string.Concat(Enumerable.Repeat("🦊ü", 3000)),
            ]);
        foreach (var text in texts)
        {
            var expected = Write(encoder, writer => writer.WriteStringValue(text));
            Assert.Equal(
                expected,
                Write(encoder, writer => PayloadWriter.Write(writer, new Written(output => output.WriteString(text))))
            );
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Objects_and_lists_are_written_as_Utf8JsonWriter_writes_them(bool isIndented)
    {
        var free = JsonElement.Parse(""" { "b" : [ 1.0, { } ], "c" : "\u003c" } """);
        var options = new JsonWriterOptions { Indented = isIndented };
        var expected = Write(
            options,
            writer =>
            {
                writer.WriteStartArray();
                writer.WriteStartObject();
                writer.WriteEndObject();
                writer.WriteStartObject();
                writer.WriteBoolean("name", true);
                writer.WriteNumber("a name of more than thirty-two bytes in all", -7);
                writer.WriteNumber("größe", 0.1);
                writer.WriteNull("");
                writer.WritePropertyName("other");
                free.WriteTo(writer);
                writer.WriteEndObject();
                writer.WriteStartArray();
                writer.WriteNumberValue(decimal.MaxValue);
                writer.WriteNumberValue(long.MinValue);
                writer.WriteEndArray();
                writer.WriteEndArray();
            }
        );
        var written = Write(
            options,
            writer =>
                PayloadWriter.Write(
                    writer,
                    new Written(output =>
                    {
                        output.StartArray();
                        output.NextItem();
                        output.StartObject();
                        output.EndObject();
                        output.NextItem();
                        output.StartObject();
                        output.WriteName(Names, 0);
                        output.WriteBoolean(true);
                        output.WriteName(Names, 1);
                        output.WriteNumber(-7);
                        output.WriteName(Names, 2);
                        output.WriteNumber(0.1);
                        output.WriteName(Names, 3);
                        output.WriteNull();
                        output.WriteName("other");
                        output.WriteElement(free);
                        output.EndObject();
                        output.NextItem();
                        output.StartArray();
                        output.NextItem();
                        output.WriteNumber(decimal.MaxValue);
                        output.NextItem();
                        output.WriteNumber(long.MinValue);
                        output.EndArray();
                        output.EndArray();
                    })
                )
        );
        Assert.Equal(expected, written);
    }

    [Theory]
    [InlineData("2026-01-31T12:00:00Z")]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59.999Z")]
    [InlineData("2024-02-29T01:02:03.045Z")]
    public void A_date_time_is_written_with_its_milliseconds(string text)
    {
        var value = DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(
            $"\"{value.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", System.Globalization.CultureInfo.InvariantCulture)}\"",
            Write(
                default(JsonWriterOptions),
                writer => PayloadWriter.Write(writer, new Written(output => output.WriteDateTime(value)))
            )
        );
    }

    [Fact]
    public void A_date_is_written_as_in_RFC_3339() =>
        Assert.Equal(
            "\"0033-04-03\"",
            Write(
                default(JsonWriterOptions),
                writer => PayloadWriter.Write(writer, new Written(output => output.WriteDate(new DateOnly(33, 4, 3))))
            )
        );

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_number_that_JSON_does_not_have_is_refused(double value) =>
        Assert.Throws<ArgumentException>(() =>
            Write(
                default(JsonWriterOptions),
                writer => PayloadWriter.Write(writer, new Written(output => output.WriteNumber(value)))
            )
        );

    [Fact]
    public void A_payload_may_be_written_while_another_one_is() =>
        Assert.Equal(
            "[1,2]",
            Write(
                default(JsonWriterOptions),
                writer =>
                    PayloadWriter.Write(
                        writer,
                        new Written(output =>
                        {
                            output.StartArray();
                            output.NextItem();
                            output.WriteNumber(1);
                            Write(
                                default(JsonWriterOptions),
                                other => PayloadWriter.Write(other, new Written(inner => inner.WriteNull()))
                            );
                            output.NextItem();
                            output.WriteNumber(2);
                            output.EndArray();
                        })
                    )
            )
        );

    internal static string Write(JavaScriptEncoder? encoder, Action<Utf8JsonWriter> write) =>
        Write(new JsonWriterOptions { Encoder = encoder }, write);

    internal static string Write(JsonWriterOptions options, Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, options))
            write(writer);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    internal sealed class Written(Action<PayloadWriter> write) : IPayload<Written>
    {
        public static Written Read(ref PayloadReader reader) => throw new NotSupportedException();

        public void WriteTo(Utf8JsonWriter writer) => PayloadWriter.Write(writer, this);

        public void WriteTo(PayloadWriter writer) => write(writer);
    }
}
