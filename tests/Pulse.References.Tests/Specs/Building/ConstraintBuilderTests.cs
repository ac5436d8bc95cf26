namespace Pulse.References.Tests.Specs.Building;

public class ConstraintBuilderTests
{
    [Theory]
    [InlineData(
        """{ "type": "string", "pattern": "^a", "minLength": 2, "maxLength": 3 }""",
        """{"minLength":2,"maxLength":3,"pattern":"^a"}"""
    )]
    [InlineData(
        """{ "type": "integer", "minimum": 0, "maximum": 9, "multipleOf": 3 }""",
        """{"minimum":0,"maximum":9,"multipleOf":3}"""
    )]
    [InlineData("""{ "type": "number", "minimum": 0.5, "exclusiveMinimum": true }""", """{"exclusiveMinimum":0.5}""")]
    [InlineData("""{ "type": "number", "exclusiveMaximum": 7 }""", """{"exclusiveMaximum":7}""")]
    [InlineData("""{ "enum": ["a", "b"] }""", """{"enum":["a","b"]}""")]
    [InlineData("""{ "const": "a" }""", """{"enum":["a"]}""")]
    [InlineData(
        """{ "type": "array", "minItems": 1, "uniqueItems": true, "items": { "type": "string", "maxLength": 5 } }""",
        """{"minItems":1,"uniqueItems":true,"items":{"maxLength":5}}"""
    )]
    [InlineData(
        """{ "type": "object", "additionalProperties": { "type": "string", "format": "uuid" } }""",
        """{"additionalProperties":{"format":"uuid"}}"""
    )]
    [InlineData(
        """{ "allOf": [{ "type": "string", "maxLength": 9, "pattern": "a" }, { "maxLength": 4, "minLength": 1, "pattern": "b" }] }""",
        """{"maxLength":4,"pattern":"a","minLength":1,"allOf":[{"pattern":"b"}]}"""
    )]
    public void A_record_keeps_what_its_schema_demands_of_a_property(string schema, string constraints)
    {
        var spec = Services
            .Compile(
                $$"""{ "type": "object", "required": ["p"], "properties": { "p": {{schema}}, "q": { "type": "string" } } }"""
            )
            .Spec!;
        Assert.Equal($$$"""{"required":["p"],"properties":{"p":{{{constraints}}}}}""", spec.Records[0].Constraints);
    }

    [Fact]
    public void A_record_without_constraints_keeps_none() =>
        Assert.Equal(
            "{}",
            Services
                .Compile("""{ "type": "object", "properties": { "p": { "type": "string" } } }""")
                .Spec!.Records[0]
                .Constraints
        );
}
