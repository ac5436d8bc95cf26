using System.Text;
using System.Text.Json;
using Pulse.Decoding.Tests.Features;
using Everything = Pulse.Decoding.Tests.Features.FeatureEvents.Everything;

namespace Pulse.Decoding.Tests.Records;

public class DocumentTests
{
    private static readonly JsonSerializerOptions Lax = new()
    {
        AllowTrailingCommas = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
    };

    private static readonly string Least = Encoding.UTF8.GetString(Message.Least().Json);

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("7")]
    [InlineData("\"text\"")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{")]
    [InlineData("}")]
    [InlineData("\0")]
    public void A_document_that_is_not_an_object_is_refused(string json) => EveryWayButNull(json);

    [Theory]
    [InlineData("x")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData(",")]
    [InlineData("}")]
    [InlineData("\0")]
    [InlineData("// comment")]
    [InlineData("/* comment */")]
    public void A_document_followed_by_anything_but_white_space_is_refused(string text)
    {
        EveryWay.Refuse(Encoding.UTF8.GetBytes(Least + text));
        EveryWay.Refuse(Encoding.UTF8.GetBytes(Least + " \r\n\t" + text));
        EveryWay.Read(Encoding.UTF8.GetBytes(" \r\n\t" + Least + " \r\n\t"));
    }

    [Theory]
    [InlineData("\"text\":", "\"text\" : ")]
    [InlineData(",\"small\"", "\n\t,\r\n\"small\"")]
    [InlineData("{\"text\"", "{ \"text\"")]
    [InlineData("[]", "[ ]")]
    [InlineData("{}", "{\n}")]
    public void White_space_may_stand_between_any_two_tokens(string before, string after) =>
        Assert.Equal(Everything.Decode(Message.Least().Json), EveryWay.Read(Replaced(before, after)));

    [Theory]
    [InlineData("\"text\":", "\"text\"\u00a0:")]
    [InlineData("\"text\":", "\"text\"\f:")]
    [InlineData("\"text\":", "/**/\"text\":")]
    [InlineData("\"text\":", "\"text\"://\n")]
    [InlineData("\"steps\":[]", "\"steps\":[],")]
    [InlineData("\"names\":[]", "\"names\":[\"a\",]")]
    [InlineData("\"names\":[]", "\"names\":[,]")]
    [InlineData("\"counts\":{}", "\"counts\":{\"a\":1,}")]
    [InlineData("\"text\":", ",\"text\":")]
    [InlineData("\"flag\":", ",\"flag\":")]
    [InlineData(",\"flag\"", "\"flag\"")]
    [InlineData("\"text\":", "\"text\"")]
    [InlineData("\"text\":", "text:")]
    [InlineData("\"text\":", "'text':")]
    [InlineData("false", "False")]
    [InlineData("false", "falsey")]
    [InlineData("false", "fals")]
    [InlineData("\"x\"", "nullnull")]
    public void A_document_with_malformed_JSON_is_refused(string before, string after) =>
        EveryWay.Refuse(Replaced(before, after));

    [Fact]
    public void Comments_and_trailing_commas_are_accepted_where_the_serializer_s_options_allow_them()
    {
        var json =
            "/* a */ "
            + Least
                .Replace("\"names\":[]", "\"names\":[\"a\", /* b */ ],// c\n", StringComparison.Ordinal)
                .Replace(",// c\n,", ",// c\n", StringComparison.Ordinal)
                .Replace("\"steps\":[]", "\"steps\":[],", StringComparison.Ordinal)
            + "// d";
        Assert.Equal(["a"], JsonSerializer.Deserialize<Everything>(json, Lax)!.Names);
    }

    [Fact]
    public void A_byte_order_mark_is_refused_in_bytes_and_skipped_in_a_stream()
    {
        byte[] json = [.. Encoding.UTF8.Preamble, .. Message.Least().Json];
        var error = Assert.Throws<JsonException>(() => Everything.Decode(json));
        Assert.Equal(("$", 0L, 0L), (error.Path, error.LineNumber, error.BytePositionInLine));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Everything>(json));
        Assert.NotNull(JsonSerializer.Deserialize<Everything>(new MemoryStream(json)));
    }

    [Fact]
    public void The_last_of_equal_properties_wins()
    {
        Assert.Equal("b", EveryWay.Read(Replaced("\"text\":\"\"", "\"text\":\"a\",\"text\":\"b\"")).Text);
        Assert.Equal("b", EveryWay.Read(Replaced("\"text\":\"\"", "\"text\":\"a\",\"\\u0074ext\":\"b\"")).Text);
        Assert.Null(EveryWay.Read(Replaced("\"text\":\"\"", "\"a\":1,\"text\":\"\",\"a\":null")).A);
        Assert.Equal(["b"], EveryWay.Read(Replaced("\"names\":[]", "\"names\":[\"a\"],\"names\":[\"b\"]")).Names);
        var counts = EveryWay.Read("counts", """{"a":1,"b":2,"a":3}""").Counts;
        Assert.Equal((2, 3L), (counts.Count, counts["a"]));
        var rest = EveryWay.Read("rest", """{"x":1,"known":"a","x":2,"known":"b"}""").Rest!;
        Assert.Equal(("b", 2L, 1), (rest.Known, rest.AdditionalProperties["x"], rest.AdditionalProperties.Count));
        Assert.IsType<FeatureEvents.Source.Link>(
            EveryWay.Read("source", """{"kind":"s3","bucket":"b","kind":"link","url":"u"}""").Source
        );
        Assert.Equal(2, EveryWay.Read("anything", """{"a":1,"a":2}""").Anything.GetProperty("a").GetInt32());
    }

    [Fact]
    public void An_invalid_value_is_refused_even_if_a_later_equal_property_wins() =>
        Assert.Equal("$.text", EveryWay.Refuse(Replaced("\"text\":\"\"", "\"text\":1,\"text\":\"b\"")).Path);

    [Fact]
    public void A_document_cut_short_anywhere_is_refused()
    {
        var full = Message.Full().Json;
        for (var length = 0; length < full.Length; length++)
            EveryWay.Refuse(full[..length]);
    }

    [Fact]
    public void An_error_has_the_path_line_and_position_of_the_refused_value()
    {
        var error = Assert.Throws<JsonException>(() =>
            Everything.Decode(
                Encoding.UTF8.GetBytes("{\n  \"steps\": [\n    { \"name\": \"größer\", \"state\": 7 }\n  ]\n}")
            )
        );
        Assert.Equal(("$.steps[0].state", 2L, 35L), (error.Path, error.LineNumber, error.BytePositionInLine));
    }

    [Theory]
    [InlineData("steps", """[{"name":"a","state":"on"},{"name":"b"}]""", "$.steps[1].state")]
    [InlineData("steps", """[{"name":"a","state":"on","took":"long"}]""", "$.steps[0].took")]
    [InlineData("stepsByName", """{"odd name":{"name":"a"}}""", "$.stepsByName['odd name'].state")]
    [InlineData("stepsByName", """{"a":null}""", "$.stepsByName.a")]
    [InlineData("counts", """{"a":1,"b":"2"}""", "$.counts.b")]
    [InlineData("grid", "[[1],[2,null]]", "$.grid[1][1]")]
    [InlineData("names", """["a",null]""", "$.names[1]")]
    [InlineData("source", """{"kind":"s3"}""", "$.source.bucket")]
    [InlineData("source", """{"kind":"link","url":"u","again":{"kind":"s3","bucket":1}}""", "$.source.again.bucket")]
    [InlineData("source", """{"bucket":"b"}""", "$.source")]
    [InlineData("place", """{"nowhere":1}""", "$.place")]
    [InlineData("choice", "1.5", "$.choice")]
    [InlineData("choice", """["a",1]""", "$.choice[1]")]
    [InlineData("rest", """{"x":"1"}""", "$.rest.x")]
    [InlineData("object", "[]", "$.object")]
    [InlineData("array", "{}", "$.array")]
    [InlineData("flag", "0", "$.flag")]
    [InlineData("flag", "null", "$.flag")]
    [InlineData("text", "null", "$.text")]
    [InlineData("state", "null", "$.state")]
    [InlineData("anything", "nul", "$.anything")]
    public void An_error_has_the_path_of_the_refused_value(string property, string json, string path) =>
        Assert.StartsWith(path, EveryWay.Refuse(property, json).Path, StringComparison.Ordinal);

    [Theory]
    [InlineData("huge")]
    [InlineData("day")]
    [InlineData("level")]
    [InlineData("grid")]
    [InlineData("object")]
    [InlineData("array")]
    [InlineData("namesOrNull")]
    [InlineData("choice")]
    [InlineData("source")]
    [InlineData("place")]
    [InlineData("rest")]
    [InlineData("stepsByName")]
    [InlineData("child")]
    [InlineData("odd name")]
    [InlineData("a")]
    public void Null_is_read_as_absent_where_a_property_is_optional(string property) =>
        Assert.Equal(Everything.Decode(Message.Least().Json), EveryWay.Read(property, "null"));

    [Fact]
    public void Null_is_kept_where_the_schema_allows_it_as_a_value()
    {
        Assert.Null(EveryWay.Read("textOrNull", "null").TextOrNull);
        Assert.Equal(JsonValueKind.Null, EveryWay.Read("anything", "null").Anything.ValueKind);
        Assert.Equal([null, "a"], EveryWay.Read("namesOrNull", """[null,"a"]""").NamesOrNull!);
        EveryWay.Refuse(Replaced(",\"textOrNull\":\"x\"", ""));
    }

    private static byte[] Replaced(string before, string after)
    {
        Assert.Contains(before, Least, StringComparison.Ordinal);
        var at = Least.IndexOf(before, StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(Least[..at] + after + Least[(at + before.Length)..]);
    }

    // For a document that is null JsonSerializer itself has an answer: null.
    private static void EveryWayButNull(string json)
    {
        if (json != "null")
            EveryWay.Refuse(Encoding.UTF8.GetBytes(json));
        else
            Assert.Equal("$", Assert.Throws<JsonException>(() => Everything.Decode("null"u8)).Path);
    }
}
