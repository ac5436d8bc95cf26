using System.Text;
using System.Text.Json;

namespace Pulse.Decoding.Tests.Primitives;

public class PropertyReadingTests
{
    private static readonly string[] All =
    [
        "id",
        "name",
        "a",
        "",
        "a name of more than sixteen bytes",
        "größe",
        "with \"quotes\"",
        "zero\0",
    ];

    private static readonly PropertyNames Names = new(All);
    private static readonly PropertyNames NamesAndOthers = new(keepsOthers: true, All);

    [Fact]
    public void Properties_are_found_in_any_order()
    {
        var random = new Random(1);
        for (var i = 0; i < 2000; i++)
        {
            var names = All.Append("unknown").Append("nam").Append("names").Append("größer").ToArray();
            random.Shuffle(names);
            var json = $"{{{string.Join(",", names.Select((name, value) => $"{Token(name, random)}:{value}"))}}}";
            Assert.Equal(
                names.Select((name, value) => (name, value)).Where(pair => All.Contains(pair.name)),
                Read(Encoding.UTF8.GetBytes(json)).Select(pair => (All[pair.Property], (int)pair.Value))
            );
        }
    }

    [Theory]
    [InlineData("""{"id":1,"name":2}""")]
    [InlineData("""{ "id" : 1 , "name" : 2 }""")]
    [InlineData("""{"id": 1, "name": 2}""")]
    [InlineData("{\r\n\t\"id\":1\n,\n\"name\":2\r\n}\n")]
    [InlineData("""{"id":1,"new":{"id":[{},[],"}",{"id":null}]},"name":2,"newer":[[]]}""")]
    [InlineData("""{"new":0,"id":1,"name":2}""")]
    [InlineData("""{"\u0069d":1,"n\u0061me":2,"\u006eew":3}""")]
    public void Properties_are_read_despite_white_space_escapes_and_unknown_properties(string json) =>
        Assert.Equal([(0, 1L), (1, 2L)], Read(Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData("{")]
    [InlineData("""{"id" """)]
    [InlineData("""{"id":""")]
    [InlineData("""{"id":1""")]
    [InlineData("""{"id":1,""")]
    [InlineData("""{"id":1,}""")]
    [InlineData("""{,"id":1}""")]
    [InlineData("""{"id":1 "name":2}""")]
    [InlineData("""{"id" 1}""")]
    [InlineData("""{"id"::1}""")]
    [InlineData("""{id:1}""")]
    [InlineData("""{"id":1}}""")]
    [InlineData("""{"id":1]""")]
    [InlineData("""{"id":1,"\ud800":2}""")]
    [InlineData("""{"new":[1,]}""")]
    [InlineData("""{"new":{"a"}}""")]
    [InlineData("""{"new":tru}""")]
    [InlineData("""{"new":"\q"}""")]
    [InlineData("""{/*no comment*/"id":1}""")]
    [InlineData("\ufeff{}")]
    public void Malformed_objects_are_refused_with_path_and_line(string json)
    {
        var error = Assert.Throws<JsonException>(() => Read(Encoding.UTF8.GetBytes(json)));
        Assert.NotNull(error.Path);
        Assert.NotNull(error.LineNumber);
    }

    [Fact]
    public void Unknown_properties_are_kept_where_the_schema_asks_for_them()
    {
        var others = PayloadReader.Decode(
            """{"x":1,"id":2,"\u0079":3,"name":4,"x":5}"""u8,
            static (ref PayloadReader reader) =>
            {
                Dictionary<string, long>? rest = null;
                for (
                    var property = reader.FirstProperty(NamesAndOthers);
                    property >= 0;
                    property = reader.NextProperty(NamesAndOthers, property)
                )
                {
                    if (property < All.Length)
                        reader.Skip();
                    else
                        reader.ReadOther(ref rest, static (ref PayloadReader reader) => reader.ReadInt64());
                }

                return rest;
            }
        );
        Assert.Equal(new Dictionary<string, long> { ["x"] = 5, ["y"] = 3 }, others);
    }

    [Theory]
    [InlineData("""{"id":"s3"}""", "s3")]
    [InlineData("""{"x":{"id":"a"},"id":"s3","y":[]}""", "s3")]
    [InlineData("""{"id":"a","id":"s3"}""", "s3")]
    [InlineData("""{"id":7,"id":"s3"}""", "s3")]
    [InlineData("""{"id":"a","id":7}""", null)]
    [InlineData("""{"x":"a"}""", null)]
    public void The_last_of_equal_discriminators_selects_the_case_of_a_union(string json, string? text)
    {
        string Peek() =>
            PayloadReader.Decode(
                Encoding.UTF8.GetBytes(json),
                static (ref PayloadReader reader) =>
                {
                    var text = reader.PeekText("Union", new PropertyNames("id"));
                    reader.Skip();
                    return text;
                }
            );
        if (text is null)
            Assert.StartsWith(
                "The object is not a case of Union: its property 'id' is missing or not a string.",
                Assert.Throws<JsonException>(Peek).Message,
                StringComparison.Ordinal
            );
        else
            Assert.Equal(text, Peek());
    }

    [Theory]
    [InlineData("""{"name":1}""", 1)]
    [InlineData("""{"name":1,"id":2}""", 0)]
    [InlineData("""{"x":1}""", -1)]
    public void The_first_listed_property_that_is_present_selects_the_case_of_a_union(string json, int property) =>
        Assert.Equal(
            property,
            PayloadReader.Decode(
                Encoding.UTF8.GetBytes(json),
                static (ref PayloadReader reader) =>
                {
                    var property = reader.PeekProperty(Names);
                    reader.Skip();
                    return property;
                }
            )
        );

    private static List<(int Property, long Value)> Read(byte[] json) =>
        PayloadReader.Decode(
            json,
            static (ref PayloadReader reader) =>
            {
                var found = new List<(int, long)>();
                for (
                    var property = reader.FirstProperty(Names);
                    property >= 0;
                    property = reader.NextProperty(Names, property)
                )
                    found.Add((property, reader.ReadInt64()));
                return found;
            }
        );

    private static string Token(string name, Random random) =>
        random.Next(3) == 0
            ? JsonSerializer.Serialize(name)
            : $"\"{System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(name)}\"";
}
