using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pulse.Generators.Tests.Schemas.Suite;

/// <summary>Reads and validates the instances of a group, the valid ones and the others.</summary>
internal static class SuiteValidation
{
    private const string Told = "told apart";

    // What 'docs/schemas.md' says is not checked, by the keywords that say it.
    private static readonly string[] Unchecked =
    [
        "not",
        "if",
        "dependencies",
        "dependentRequired",
        "dependentSchemas",
        "propertyNames",
        "contains",
        "unevaluatedProperties",
        "unevaluatedItems",
        "patternProperties",
        "oneOf",
        "anyOf",
        "prefixItems",
        "additionalProperties",
        "format",
        "contentMediaType",
        "$dynamicRef",
        "$recursiveRef",
    ];

    // What says something about the parts of a value.
    private static readonly string[] Inside = ["properties", "items", "additionalItems", "required", "$ref"];

    public static SuiteRun Of(TypedSchemas typed, SuiteGroup group, int number)
    {
        foreach (
            var (json, isValid) in group
                .Valid.Select(json => (json, true))
                .Concat(group.Invalid.Select(json => (json, false)))
        )
        {
            object? value;
            try
            {
                value = typed.Read($$"""{"p":{{json}}}""", number);
            }
            catch (JsonException)
            {
                continue; // The other test is about what is read.
            }

            var faults = Validation.Faults(value);
            if (isValid && faults.Count > 0)
                return new(group, SuiteRun.Faulty, $"{json}: {string.Join(" ", faults)}");
            if (!isValid && faults.Count == 0)
            {
                var type = SchemaTypesTests.Name(typed.Type(number).GetProperty("P")!.PropertyType);
                return new(group, KindOf(group, type), $"{json} is accepted [{type}]");
            }
        }

        return new(group, Told, null);
    }

    private static string KindOf(SuiteGroup group, string type)
    {
        var names = SuiteRun.Names(group.Schema).ToHashSet();
        return Unchecked.FirstOrDefault(names.Contains) is { } keyword ? $"accepted: {keyword}"
            : type.Contains(nameof(JsonElement), StringComparison.Ordinal) && Inside.Any(names.Contains)
                ? "accepted: inside free-form JSON"
            : group.Schema is not JsonObject { Count: > 1 } schema
            || schema["enum"] is JsonArray { Count: 0 }
            || (schema["allOf"] as JsonArray)?.Any(part => part is JsonValue) == true
                ? "accepted: nothing is valid"
            : SuiteRun.Faulty;
    }
}
