using System.Text;
using System.Text.Json;

namespace Pulse.Generators.Tests.Schemas;

public class SizeTests
{
    [Fact]
    public void A_schema_may_be_nested_a_hundred_deep_and_more()
    {
        var schema = new StringBuilder();
        for (var depth = 0; depth < 200; depth++)
            schema.Append("""{ "type": "object", "properties": { "next": """);
        schema.Append("""{ "type": "integer" }""");
        for (var depth = 0; depth < 200; depth++)
            schema.Append(" } }");

        var typed = TypedSchemas.Compile(schema.ToString());
        Assert.Empty(typed.Reported);
        Assert.Equal("""{"next":{"next":{}}}""", typed.Write(typed.Read("""{"next":{"next":{}}}""")));
        Assert.All(typed.Result.GeneratedSources, source => Assert.True(source.HintName.Length < 200, source.HintName));
    }

    [Fact]
    public void A_schema_may_be_nested_nearly_a_thousand_deep_without_harm()
    {
        // Deeper than what reads them by recursion: arrays of arrays, which have no names of their own.
        var schema =
            string.Concat(Enumerable.Repeat("""{ "type": "array", "items": """, 999)) + "{}" + new string('}', 999);
        Assert.Empty(TypedSchemas.Compile(schema).Reported);
    }

    [Fact]
    public void An_object_may_have_five_thousand_properties()
    {
        var properties = string.Join(
            ",",
            Enumerable.Range(0, 5000).Select(i => $"\"property{i}\": {{ \"type\": \"string\" }}")
        );
        var typed = TypedSchemas.Compile(
            $$"""{ "type": "object", "properties": { {{properties}} }, "required": ["property4999"] }"""
        );
        Assert.Empty(typed.Reported);
        Assert.Equal(
            """{"property7":"a","property4999":"b"}""",
            typed.Write(typed.Read("""{"property4999":"b","property7":"a"}"""))
        );
        Assert.Throws<JsonException>(() => typed.Read("{}"));
    }

    [Fact]
    public void A_service_may_have_a_thousand_exchanges()
    {
        var typed = TypedSchemas.Compile([
            .. Enumerable
                .Range(0, 1000)
                .Select(i => $$"""{ "type": "object", "properties": { "a{{i}}": { "type": "integer" } } }"""),
        ]);
        Assert.Empty(typed.Reported);
        Assert.Equal("""{"a999":1}""", typed.Write(typed.Read("""{"a999":1}""", 999), 999));
    }
}
