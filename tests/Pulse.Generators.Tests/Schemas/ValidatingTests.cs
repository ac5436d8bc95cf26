namespace Pulse.Generators.Tests.Schemas;

/// <summary>What the emitted <c>Validate()</c> demands, keyword by keyword.</summary>
public class ValidatingTests
{
    // The schema of a property, a value that fits it, one that does not, and the rule that the latter breaks.
    private static readonly (string Schema, string Fits, string Breaks, string Rule)[] Keywords =
    [
        ("""{ "type": "string", "minLength": 2 }""", "\"ab\"", "\"a\"", "minLength: 2"),
        ("""{ "type": "string", "maxLength": 2 }""", "\"🦊🦊\"", "\"abc\"", "maxLength: 2"),
        ("""{ "type": "string", "minLength": 2 }""", "\"🦊a\"", "\"🦊\"", "minLength: 2"),
        ("""{ "type": "string", "pattern": "^[a-c]{2,3}$" }""", "\"abc\"", "\"abcc\"", "pattern: ^[a-c]{2,3}$"),
        ("""{ "type": "string", "pattern": "b(?=c)" }""", "\"abc\"", "\"cb\"", "pattern: b(?=c)"),
        ("""{ "type": "integer", "minimum": 0 }""", "0", "-1", "minimum: 0"),
        ("""{ "type": "integer", "minimum": 1.5 }""", "2", "1", "minimum: 1.5"),
        ("""{ "type": "integer", "maximum": 9 }""", "9", "10", "maximum: 9"),
        ("""{ "type": "integer", "exclusiveMinimum": 3 }""", "4", "3", "exclusiveMinimum: 3"),
        ("""{ "type": "integer", "exclusiveMaximum": 3 }""", "2", "3", "exclusiveMaximum: 3"),
        ("""{ "type": "integer", "multipleOf": 5 }""", "-10", "11", "multipleOf: 5"),
        (
            """{ "type": "integer", "maximum": 99999999999999999999 }""",
            "99999999999999999999",
            "100000000000000000000",
            "maximum: 99999999999999999999"
        ),
        ("""{ "type": "number", "minimum": 0.1 }""", "0.1", "0.09", "minimum: 0.1"),
        ("""{ "type": "number", "maximum": 0.3, "exclusiveMaximum": true }""", "0.29", "0.3", "exclusiveMaximum: 0.3"),
        ("""{ "type": "number", "multipleOf": 0.01 }""", "4.02", "4.021", "multipleOf: 0.01"),
        ("""{ "enum": ["a", "b"] }""", "\"b\"", "\"c\"", "enum: [\"a\",\"b\"]"),
        ("""{ "const": "a" }""", "\"a\"", "\"b\"", "const: \"a\""),
        ("""{ "enum": [1, 2] }""", "2", "3", "enum: [1,2]"),
        ("""{ "enum": [0.5, 2] }""", "2", "3", "enum: [0.5,2]"),
        ("""{ "const": true }""", "true", "false", "const: true"),
        (
            """{ "enum": [1, "a", { "b": [2] }] }""",
            """{ "b": [2.0] }""",
            """{ "b": [3] }""",
            """enum: [1,"a",{"b":[2]}]"""
        ),
        (
            """{ "type": "string", "enum": ["a", "b"], "x-csharp-type": "string" }""",
            "\"b\"",
            "\"c\"",
            "enum: [\"a\",\"b\"]"
        ),
        ("""{ "type": "array", "minItems": 1, "items": { "type": "string" } }""", "[\"a\"]", "[]", "minItems: 1"),
        (
            """{ "type": "array", "maxItems": 1, "items": { "type": "string" } }""",
            "[\"a\"]",
            "[\"a\",\"b\"]",
            "maxItems: 1"
        ),
        (
            """{ "type": "array", "uniqueItems": true, "items": { "type": "string" } }""",
            "[\"a\",\"b\"]",
            "[\"a\",\"b\",\"a\"]",
            "uniqueItems: true"
        ),
        (
            """{ "type": "array", "uniqueItems": true, "items": { "type": "array", "items": { "type": "integer" } } }""",
            "[[1],[2]]",
            "[[1],[1]]",
            "uniqueItems: true"
        ),
        ("""{ "type": "array", "uniqueItems": true, "minItems": 1 }""", "[1,\"1\"]", "[1,1.0]", "uniqueItems: true"),
        (
            """{ "type": "object", "minProperties": 1, "additionalProperties": { "type": "integer" } }""",
            "{\"a\":1}",
            "{}",
            "minProperties: 1"
        ),
        (
            """{ "type": "object", "maxProperties": 1, "properties": { "a": { "type": "integer" }, "b": { "type": "integer" } } }""",
            "{\"a\":1}",
            "{\"a\":1,\"b\":2}",
            "maxProperties: 1"
        ),
        ("""{ "type": "object", "maxProperties": 1 }""", "{\"a\":1}", "{\"a\":1,\"b\":2}", "maxProperties: 1"),
        ("""{ "type": ["string", "integer"], "maxLength": 2, "maximum": 5 }""", "5", "6", "maximum: 5"),
        ("""{ "type": ["string", "integer"], "maxLength": 2, "maximum": 5 }""", "\"ab\"", "\"abc\"", "maxLength: 2"),
        ("""{ "type": ["string", "integer"] }""", "1.0", "[]", "type: string, integer"),
        ("""{ "type": ["string", "null"], "maxLength": 2 }""", "null", "\"abc\"", "maxLength: 2"),
        (
            """{ "allOf": [{ "type": "string", "pattern": "a" }, { "pattern": "b" }] }""",
            "\"ba\"",
            "\"a\"",
            "pattern: b"
        ),
    ];

    private static readonly Lazy<TypedSchemas> Typed = new(() =>
        TypedSchemas.Compile([
            .. Keywords.Select(keyword =>
                $$"""{ "type": "object", "required": ["p"], "properties": { "p": {{keyword.Schema}} } }"""
            ),
            .. Keywords.Select(keyword => $$"""{ "type": "object", "properties": { "p": {{keyword.Schema}} } }"""),
            .. Keywords.Select(keyword => keyword.Schema),
        ])
    );

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Keywords.Length)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_value_that_breaks_a_rule_is_a_fault_and_one_that_fits_is_none(int number)
    {
        var (_, fits, breaks, rule) = Keywords[number];
        foreach (var schema in (int[])[number, number + Keywords.Length])
        {
            Assert.Empty(Typed.Value.Faults($$"""{"p":{{fits}}}""", schema));
            var fault = Assert.Single(Typed.Value.Faults($$"""{"p":{{breaks}}}""", schema));
            Assert.Equal(rule, fault.Rule);
            Assert.Equal("$.p", fault.Path);
        }

        Assert.Empty(Typed.Value.Faults("{}", number + Keywords.Length));
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_message_that_is_no_record_is_checked_as_well(int number)
    {
        var (_, fits, breaks, rule) = Keywords[number];
        Assert.Empty(Typed.Value.Faults(fits, number + (2 * Keywords.Length)));
        var fault = Assert.Single(Typed.Value.Faults(breaks, number + (2 * Keywords.Length)));
        Assert.Equal(rule, fault.Rule);
        Assert.Equal("$", fault.Path);
    }

    [Fact]
    public void The_faults_of_a_list_of_records_have_the_list_s_indices()
    {
        var typed = TypedSchemas.Compile(
            """{ "type": "array", "maxItems": 2, "items": { "type": "object", "properties": { "p": { "type": "string", "maxLength": 1 } } } }"""
        );
        Assert.Equal(
            ["$ maxItems: 2", "$[1].p maxLength: 1"],
            typed.Faults("""[{},{"p":"ab"},{}]""").Select(fault => $"{fault.Path} {fault.Rule}")
        );
    }

    [Fact]
    public void Every_fault_is_found_at_once_with_its_path_and_its_value()
    {
        var typed = TypedSchemas.Compile(
            """
            {
              "type": "object", "required": ["status"],
              "properties": {
                "status": {
                  "type": "object", "required": ["runs"],
                  "properties": {
                    "runs": { "type": "array", "items": {
                      "type": "object", "required": ["state"],
                      "properties": { "state": { "enum": ["on", "off"] }, "worker id": { "type": "string", "maxLength": 3 } } } }
                  }
                },
                "tags": { "type": "object", "additionalProperties": { "type": "string", "minLength": 1 } },
                "matrix": { "type": "array", "items": { "type": "array", "items": { "type": "integer", "maximum": 9 } } }
              },
              "additionalProperties": { "type": "integer", "minimum": 0 }
            }
            """
        );
        var faults = typed.Faults(
            """{"status":{"runs":[{"state":"odd"},{"state":"on","worker id":"abcd"}]},"tags":{"a b":"","c":"d"},"matrix":[[1],[2,10]],"more":-1}"""
        );
        Assert.Equal(
            [
                """$.status.runs[0].state is "odd", but the schema says enum: ["on","off"].""",
                """$.status.runs[1]['worker id'] is "abcd", but the schema says maxLength: 3.""",
                """$.tags['a b'] is "", but the schema says minLength: 1.""",
                "$.matrix[1][1] is 10, but the schema says maximum: 9.",
                "$.more is -1, but the schema says minimum: 0.",
            ],
            faults.Select(fault => fault.ToString())
        );
    }

    [Fact]
    public void A_case_of_a_union_is_checked_and_an_unknown_case_is_a_fault()
    {
        var typed = TypedSchemas.Compile(
            """
            {
              "type": "object",
              "properties": {
                "artifact": { "oneOf": [
                  { "type": "object", "properties": { "kind": { "const": "s3" }, "bucket": { "type": "string", "minLength": 1 } }, "required": ["kind", "bucket"] },
                  { "type": "object", "properties": { "kind": { "const": "link" }, "url": { "type": "string" } }, "required": ["kind", "url"] }
                ] },
                "size": { "oneOf": [{ "type": "integer", "minimum": 1 }, { "type": "string", "maxLength": 2 }] }
              }
            }
            """
        );
        Assert.Empty(typed.Faults("""{"artifact":{"kind":"s3","bucket":"b"},"size":1}"""));
        Assert.Equal(
            ["$.artifact.bucket minLength: 1", "$.size maxLength: 2"],
            typed
                .Faults("""{"artifact":{"kind":"s3","bucket":""},"size":"abc"}""")
                .Select(fault => $"{fault.Path} {fault.Rule}")
        );
        var unknown = Assert.Single(typed.Faults("""{"artifact":{"kind":"ftp"},"size":5}"""));
        Assert.Equal("""oneOf: kind in ["s3","link"]""", unknown.Rule);
        Assert.Equal("$.artifact", unknown.Path);
    }

    [Fact]
    public void A_property_may_have_the_name_of_the_methods()
    {
        var typed = TypedSchemas.Compile(
            """{ "type": "object", "properties": { "validate": { "type": "string", "maxLength": 1 }, "findFaults": { "type": "integer" }, "validator": { "type": "integer", "maximum": 1 } } }"""
        );
        Assert.Equal(
            ["$.validate", "$.validator"],
            typed.Faults("""{"validate":"ab","findFaults":1,"validator":2}""").Select(fault => fault.Path)
        );
    }

    [Fact]
    public void A_pattern_that_is_no_regular_expression_is_not_checked() =>
        Assert.Empty(
            TypedSchemas
                .Compile("""{ "type": "object", "properties": { "p": { "type": "string", "pattern": "(" } } }""")
                .Faults("""{"p":"a"}""")
        );
}
