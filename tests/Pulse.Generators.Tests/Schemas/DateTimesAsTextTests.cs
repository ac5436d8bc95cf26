using System.Text.Json;

namespace Pulse.Generators.Tests.Schemas;

public class DateTimesAsTextTests
{
    private const string Json = """{"at":"yesterday","ref":"25.4.2018","list":["soon"],"day":"2018-04-25"}""";

    private static string Schema(string at = "", string reference = "") =>
        $$"""
            { "$schema": "http://json-schema.org/draft-07/schema#", "type": "object", "properties": {
                "at": { "type": "string", "format": "date-time" {{at}} },
                "ref": { "$ref": "#/definitions/time" {{reference}} },
                "list": { "type": "array", "items": { "$ref": "#/definitions/time" } },
                "day": { "type": "string", "format": "date" } },
              "definitions": { "time": { "type": "string", "format": "date-time" } } }
            """;

    [Fact]
    public void A_class_can_take_all_date_times_of_its_service_as_strings()
    {
        var typed = TypedSchemas.Compile(
            ["v1/s"],
            [new ReferenceText("schemas/test/v1/s.json", Schema())],
            ", DateTimesAsText = true"
        );
        Assert.Equal(["String", "String", "IReadOnlyList<String>", "DateOnly?"], Types(typed));
        Assert.Equal(Json, typed.Write(typed.Read(Json)));
    }

    [Fact]
    public void A_property_can_be_a_string_whatever_its_format_also_beside_a_ref()
    {
        const string Text = ", \"x-csharp-type\": \"string\"";
        var typed = TypedSchemas.Compile(Schema(Text, Text));
        Assert.Empty(typed.Reported);
        Assert.Equal(["String", "String", "IReadOnlyList<DateTimeOffset>", "DateOnly?"], Types(typed));
        const string Lax = """{"at":"yesterday","ref":"25.4.2018"}""";
        Assert.Equal(Lax, typed.Write(typed.Read(Lax)));
        Assert.Equal("$.list[0]", Assert.Throws<JsonException>(() => typed.Read("""{"list":["soon"]}""")).Path);
    }

    [Fact]
    public void Date_times_are_points_in_time_unless_asked_otherwise() =>
        Assert.Equal(
            ["DateTimeOffset?", "DateTimeOffset?", "IReadOnlyList<DateTimeOffset>", "DateOnly?"],
            Types(TypedSchemas.Compile(Schema()))
        );

    private static IEnumerable<string> Types(TypedSchemas typed) =>
        typed.Type().GetProperties().Select(property => SchemaTypesTests.Name(property.PropertyType));
}
