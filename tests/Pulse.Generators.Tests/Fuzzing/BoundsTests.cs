using System.Globalization;

namespace Pulse.Generators.Tests.Fuzzing;

/// <summary>Schemas made to exhaust whoever reads them: time, memory and stack stay within the bounds of any other run.</summary>
public class BoundsTests
{
    private const string Nothing = "{}";

    [Fact]
    public void A_chain_of_ten_thousand_refs_compiles() =>
        AssertBounded(
            Definitions(10_000, i => $$"""{ "description": "{{i}}", "$ref": "#/definitions/d{{i + 1}}" }""", Nothing)
        );

    [Fact]
    public void A_chain_of_ten_thousand_schemas_that_each_add_something_stays_within_bounds() =>
        AssertBounded(
            Definitions(
                10_000,
                i =>
                    $$"""{ "title": "{{i}}", "allOf": [{ "$ref": "#/definitions/d{{i + 1}}" }, { "type": "object" }] }""",
                Nothing
            )
        );

    [Fact]
    public void Properties_that_all_lead_into_one_chain_stay_within_bounds() =>
        AssertBounded(
            $$"""
            { "type": "object", "properties": { {{Join(1000, i => $$"""
                "p{{i}}": { "$ref": "#/definitions/d{{i}}" }
                """)}} }, "definitions": { {{Join(1000, i => $$"""
                "d{{i}}": { "$ref": "#/definitions/d{{i + 1}}" }
                """)}}, "d1000": { "type": "string" } } }
            """
        );

    [Theory]
    [InlineData("anyOf")]
    [InlineData("oneOf")]
    [InlineData("allOf")]
    public void Ten_times_as_many_paths_at_each_of_fifty_levels_stay_within_bounds(string keyword) =>
        AssertBounded(
            $$"""
            { "$ref": "#/definitions/d0_0", "definitions": { {{Join(50, level => Join(10, i =>
                $$"""
                "d{{level}}_{{i}}": { "{{keyword}}": [{{Join(10, next =>
                    $$"""
                    { "$ref": "#/definitions/d{{level + 1}}_{{next}}" }
                    """
                )}}] }
                """
            ))}}, {{Join(10, i => $$"""
                "d50_{{i}}": { "type": "array", "items": { "type": "string" } }
                """)}} } }
            """
        );

    [Fact]
    public void A_union_of_thirty_cases_that_each_contain_the_union_stays_within_bounds() =>
        AssertBounded(
            $$"""
            { "type": "object", "properties": { "a": {} }, "oneOf": [{{Join(30, i =>
                $$"""
                { "$ref": "#", "title": "{{i}}", "required": ["a"] }, { "properties": { "p{{i}}": { "$ref": "#" } }, "allOf": [{ "$ref": "#" }] }
                """
            )}}] }
            """
        );

    [Fact]
    public void Properties_that_combine_in_any_set_stay_within_bounds()
    {
        // The sets are as many as in the deterministic automaton of a regular expression such as (a|b)*a(a|b){20}.
        var states = Join(
            20,
            i =>
                $$"""
                    "q{{i}}": { "type": "object", "properties": { "a": { "$ref": "#/definitions/q{{i
                        + 1}}" }, "b": { "$ref": "#/definitions/q{{i + 1}}" } } }
                    """
        );
        AssertBounded(
            $$"""
            { "$ref": "#/definitions/start", "definitions": {
                "start": { "allOf": [
                    { "type": "object", "properties": { "a": { "$ref": "#/definitions/start" }, "b": { "$ref": "#/definitions/start" } } },
                    { "type": "object", "properties": { "a": { "$ref": "#/definitions/q0" } } }] },
                {{states}}, "q20": { "type": "object", "properties": { "end": { "type": "string" } } } } }
            """
        );
    }

    [Theory]
    [InlineData("""{ "type": "object", "properties": { "a": """, " } }", 490)]
    [InlineData("""{ "type": "object", "properties": { "aLongerNameThanTheOther": """, " } }", 490)]
    [InlineData("""{ "allOf": [{ "type": "object" }, """, "] }", 490)]
    [InlineData("""{ "anyOf": [{ "type": "null" }, """, "] }", 490)]
    [InlineData("""{ "oneOf": [{ "type": "array", "items": { "type": "string" } }, """, "] }", 490)]
    [InlineData("""{ "additionalProperties": """, "}", 990)]
    [InlineData("""{ "enum": [""", "] }", 1)]
    public void Schemas_nested_to_the_limit_stay_within_bounds(string open, string close, int depth) =>
        AssertBounded(
            string.Concat(Enumerable.Repeat(open, depth)) + Nothing + string.Concat(Enumerable.Repeat(close, depth))
        );

    [Fact]
    public void An_enum_value_nested_to_the_limit_compiles()
    {
        var deep = new string('[', 990) + new string(']', 990);
        AssertCompiles(
            AssertBounded(
                $$"""{ "enum": [{{deep}}, {{deep}}, 1], "allOf": [{ "enum": [1, {{deep}}] }], "default": {{deep}} }"""
            )
        );
    }

    [Fact]
    public void Values_of_an_enum_that_are_not_names_compile() =>
        AssertCompiles(AssertBounded("""{ "enum": ["a", "b", "c"], "x-enumNames": [{ "a": [] }, 7, null] }"""));

    [Fact]
    public void A_thousand_values_in_an_enum_compile() =>
        AssertCompiles(AssertBounded($$"""{ "enum": [{{Join(1000, i => $"\"value{i}\"")}}] }"""));

    [Fact]
    public void A_thousand_cases_in_a_union_compile() =>
        AssertBounded(
            $$"""
            { "oneOf": [{{Join(1000, i => $$"""
                { "type": "object", "properties": { "kind": { "const": "k{{i}}" } }, "required": ["kind"] }
                """)}}] }
            """
        );

    [Fact]
    public void A_thousand_refs_that_lead_nowhere_are_reported() =>
        AssertBounded(
            $$"""
            { "type": "object", "properties": { {{Join(1000, i => $$"""
                "p{{i}}": { "$ref": "#/definitions/missing{{i}}" }
                """)}} }, "definitions": { {{Join(1000, i => $$"""
                "other{{i}}": {}
                """)}} } }
            """
        );

    [Fact]
    public void A_ref_that_is_nearly_as_long_as_a_file_is_reported() =>
        AssertBounded(
            $$"""
            { "$ref": "#/definitions/{{new string('a', 200_000)}}", "definitions": { "{{new string(
                'b',
                200_000
            )}}": {} } }
            """
        );

    [Fact]
    public void An_overlong_number_is_an_error_at_its_position()
    {
        var result = AssertBounded($$"""{ "maximum": {{new string('9', 100_000)}} }""");
        Assert.Contains(result.Result.Diagnostics, diagnostic => diagnostic.Id == "PULSE005");
    }

    [Fact]
    public void Excessive_nesting_is_an_error_at_its_position()
    {
        var result = AssertBounded(string.Concat(Enumerable.Repeat("""{ "items": """, 100_000)));
        var error = result.Result.Diagnostics.Single(diagnostic => diagnostic.Id == "PULSE005");
        Assert.Contains(
            "more than 1000 deep",
            error.GetMessage(CultureInfo.InvariantCulture),
            StringComparison.Ordinal
        );
        Assert.Equal(11_000, error.Location.GetLineSpan().StartLinePosition.Character);
    }

    [Fact]
    public void Names_of_any_length_compile() =>
        AssertCompiles(
            AssertBounded(
                $$"""
                { "type": "object", "properties": {
                    "{{new string('a', 20_000)}}b": { "type": "string" }, "{{new string(
                    'a',
                    20_000
                )}}c": { "enum": ["{{new string('d', 3000)}}", "e"] },
                    "f": { "title": "f", "x-csharp-type": "{{new string(
                    'f',
                    3000
                )}}", "type": "object", "properties": { "g": {} } } } }
                """
            )
        );

    [Fact]
    public void Half_a_character_in_a_description_compiles() =>
        AssertCompiles(
            AssertBounded(
                """{ "description": "a \ud800 b \ud83d\ude00 c", "type": "object", "properties": { "a": {} } }"""
            )
        );

    [Fact]
    public void Five_hundred_malformed_entries_are_reported()
    {
        var result = FuzzRun.OnSmallStack(
            new(
                "malformed entries",
                "test",
                [
                    (
                        "exchanges.json",
                        Reference(Join(500, i => $$"""{ "name": "n{{i}}", "exchange": [], "routingKey": 1 }"""))
                    ),
                ]
            )
        );
        Assert.Null(result.Fault);
    }

    private static void AssertCompiles(FuzzRun run) => Assert.True(run.IsCompiled(out var errors), errors);

    private static FuzzRun AssertBounded(string schema)
    {
        const string entry =
            """{ "name": "made", "exchange": "made", "routingKey": [{ "name": "a", "required": true, "multipleWords": false }], "schema": "v1/made.json#" }""";
        var run = FuzzRun.OnSmallStack(
            new("bounds", "test", [("exchanges.json", Reference(entry)), ("schemas/test/v1/made.json", schema)])
        );
        Assert.True(run.Fault is null, run.Fault?[..Math.Min(2000, run.Fault.Length)]);
        return run;
    }

    private static string Reference(string entries) =>
        $$"""{ "serviceName": "test", "apiVersion": "v1", "exchangePrefix": "exchange/test/", "entries": [{{entries}}] }""";

    private static string Definitions(int count, Func<int, string> make, string last) =>
        $$"""
            { "$ref": "#/definitions/d0", "definitions": { {{Join(
                count,
                i => $"\"d{i}\": {make(i)}"
            )}}, "d{{count}}": {{last}} } }
            """;

    private static string Join(int count, Func<int, string> make) =>
        string.Join(", ", Enumerable.Range(0, count).Select(make));
}
