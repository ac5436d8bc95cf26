using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using Pulse.References.Emitting.Patterns;
using Pulse.References.Emitting.Writing;
using Pulse.References.Json;
using Pulse.References.Specs;

namespace Pulse.References.Emitting.Records;

/// <summary>Writes the demands on one scalar value as calls.</summary>
internal sealed class RuleEmitter
{
    private const string TextPattern = "global::Pulse.Decoding.TextPattern";
    private const string Set = "global::System.Buffers.SearchValues";

    private static readonly string[] Bounds = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"];

    // The patterns that are regular expressions, each with its own in .NET.
    private readonly List<(string Pattern, string Expression)> _patterns = [];

    // The sets of characters in the other patterns.
    private readonly List<string> _sets = [];

    /// <summary>Emits the fields of the sets and the regular expressions that were used.</summary>
    public void EmitFields(SourceWriter writer)
    {
        for (var i = 0; i < _sets.Count; i++)
            writer
                .Blank()
                .Lines(
                    $"private static readonly {Set}<char> {SetField(i)} = {Set}.Create({CSharp.Literal(_sets[i])});"
                );
        for (var i = 0; i < _patterns.Count; i++)
            writer
                .Blank()
                .Lines(
                    $"private static readonly {TextPattern} {Field(i)} = new {TextPattern}({CSharp.Literal(_patterns[i].Pattern)}, {CSharp.Literal(_patterns[i].Expression)});"
                );
    }

    /// <summary>The statements for a scalar.</summary>
    public IEnumerable<string> Of(TypeSpec.Scalar type, string value, CheckSpec check, int depth) =>
        type.Kind switch
        {
            ScalarKind.String => OfText(value, check).Concat(OfValues(type, value, check)),
            ScalarKind.Int32 or ScalarKind.Int64 or ScalarKind.Decimal or ScalarKind.Double => OfNumber(
                    type.Kind,
                    value,
                    check
                )
                .Concat(OfValues(type, value, check)),
            ScalarKind.Boolean => OfValues(type, value, check),
            ScalarKind.Any or ScalarKind.Object or ScalarKind.Array => OfElement(value, check, depth),
            _ => [],
        };

    /// <summary>The statements for a string.</summary>
    public IEnumerable<string> OfText(string value, CheckSpec check)
    {
        if (Counts(check, "Length") is { } counts)
            yield return $"validator.Length({value}, {counts});";
        foreach (var rule in check.Rules.Where(rule => rule.Keyword == "pattern"))
        {
            if (Scan(rule.Argument, value) is { } scan)
            {
                if (scan != "true")
                    yield return $"validator.Pattern({scan}, {value}, {CSharp.Literal(rule.Argument)});";
            }
            else if (FieldOf(rule.Argument) is { } field)
            {
                yield return $"validator.Pattern({value}, {field});";
            }
        }
    }

    /// <summary>The arguments for a minimum and a maximum that count something; null if there is neither.</summary>
    public static string? Counts(CheckSpec check, string what)
    {
        var least = Limit(check["min" + what]);
        var most = Limit(check["max" + what]);
        var (lower, upper) = (
            least is > 0 ? (int)Math.Min(Math.Ceiling(least.Value), int.MaxValue) : 0,
            most is >= 0 and < int.MaxValue ? (int)Math.Floor(most.Value) : -1
        );
        return lower == 0 && upper < 0 ? null : $"{CSharp.Number(lower)}, {CSharp.Number(upper)}";
    }

    private string? Scan(string pattern, string value)
    {
        var before = _sets.Count;
        var scan = PatternScan.Of(pattern, value, SetOf);
        if (scan is null or "true")
            _sets.RemoveRange(before, _sets.Count - before);
        return scan;
    }

    private string SetOf(string set)
    {
        var index = _sets.IndexOf(set);
        if (index < 0)
        {
            index = _sets.Count;
            _sets.Add(set);
        }

        return SetField(index);
    }

    private static string SetField(int index) => "_set" + CSharp.Number(index);

    private string? FieldOf(string pattern)
    {
        var index = _patterns.FindIndex(known => known.Pattern == pattern);
        if (index < 0)
        {
            if (PatternTranslation.Of(pattern) is not { } expression)
                return null;
            index = _patterns.Count;
            _patterns.Add((pattern, expression));
        }

        return Field(index);
    }

    private static string Field(int index) => "_pattern" + CSharp.Number(index);

    private static IEnumerable<string> OfNumber(ScalarKind kind, string value, CheckSpec check)
    {
        if (kind is ScalarKind.Double)
            yield return $"validator.Finite({value});";
        foreach (var rule in check.Rules)
        {
            if (Limit(rule.Argument) is not { } limit)
                continue;
            if (Bounds.Contains(rule.Keyword))
            {
                if (kind is ScalarKind.Double)
                    yield return $"validator.{Method(rule)}({value}, {Literal(limit)}d);";
                else if (!IsOfType(kind, rule.Keyword, limit))
                    yield return $"validator.{Method(rule)}({Argument(kind, value, limit)});";
            }
            else if (rule.Keyword == "multipleOf" && limit > 0)
            {
                if (kind is ScalarKind.Double)
                    yield return $"validator.MultipleOf({value}, {Literal(limit)}m);";
                else if (limit != 1)
                    yield return $"validator.MultipleOf({Argument(kind, value, limit)});";
            }
        }
    }

    /// <summary>Whether no value of the C# type goes beyond a limit.</summary>
    private static bool IsOfType(ScalarKind kind, string keyword, decimal limit) =>
        keyword switch
        {
            "minimum" => limit
                <= (
                    kind is ScalarKind.Int32 ? int.MinValue
                    : kind is ScalarKind.Int64 ? long.MinValue
                    : decimal.MinValue
                ),
            "maximum" => limit
                >= (
                    kind is ScalarKind.Int32 ? int.MaxValue
                    : kind is ScalarKind.Int64 ? long.MaxValue
                    : decimal.MaxValue
                ),
            _ => false,
        };

    private static string Argument(ScalarKind kind, string value, decimal limit) =>
        kind is ScalarKind.Decimal ? $"{value}, {Literal(limit)}m"
        : limit == decimal.Truncate(limit) && limit is >= long.MinValue and <= long.MaxValue
            ? $"{value}, {Literal(decimal.Truncate(limit))}L"
        : $"(decimal?){value}, {Literal(limit)}m";

    private static string Method(RuleSpec rule) => char.ToUpperInvariant(rule.Keyword[0]) + rule.Keyword.Substring(1);

    private static string Literal(decimal number) => number.ToString(CultureInfo.InvariantCulture);

    private static decimal? Limit(string? argument) =>
        decimal.TryParse(argument, NumberStyles.Float, CultureInfo.InvariantCulture, out var limit) ? limit : null;

    /// <summary>The statement for <c>enum</c> and <c>const</c>, as a pattern of C#.</summary>
    private static IEnumerable<string> OfValues(TypeSpec.Scalar type, string value, CheckSpec check)
    {
        if (check["enum"] is not { } json)
            yield break;
        var values = (JArray)JsonTree.Parse(json);
        var constants = values.Select(one => Constant(type.Kind, one)).OfType<string>().Distinct().ToList();
        if (constants.Count == 0)
            yield break;
        // A string that is null is missing, and said to be.
        var mayBeNull = type.IsNullable || type.Kind is ScalarKind.String;
        var rule = values.Count == 1 ? $"const: {values[0].ToString(Formatting.None)}" : $"enum: {json}";
        yield return $"validator.Holds({value} is {(mayBeNull ? "null or " : "")}{string.Join(" or ", constants)}, {value}, {CSharp.Literal(rule)});";
    }

    private static string? Constant(ScalarKind kind, JToken value)
    {
        switch (value.Type)
        {
            case JTokenType.String when kind is ScalarKind.String:
                return CSharp.Literal((string)value!);
            case JTokenType.Boolean when kind is ScalarKind.Boolean:
                return (bool)value ? "true" : "false";
            case JTokenType.Integer or JTokenType.Float when kind is not (ScalarKind.String or ScalarKind.Boolean):
                if (Limit(value.ToString(Formatting.None)) is not { } number)
                    return null;
                var isWhole = number == decimal.Truncate(number);
                return kind switch
                {
                    ScalarKind.Double => Literal(number) + "d",
                    ScalarKind.Decimal => Literal(number) + "m",
                    ScalarKind.Int32 when isWhole && number is >= int.MinValue and <= int.MaxValue => Literal(
                        decimal.Truncate(number)
                    ),
                    ScalarKind.Int64 when isWhole && number is >= long.MinValue and <= long.MaxValue => Literal(
                        decimal.Truncate(number)
                    ) + "L",
                    _ => null,
                };
            default:
                return null;
        }
    }

    private IEnumerable<string> OfElement(string value, CheckSpec check, int depth)
    {
        if (check["type"] is { } types)
            yield return $"validator.Type({value}, {CSharp.Literal(types)});";
        if (check["enum"] is { } values)
            yield return $"validator.Enum({value}, {CSharp.Literal(values)});";
        foreach (var rule in check.Rules)
        {
            if ((Bounds.Contains(rule.Keyword) || rule.Keyword == "multipleOf") && Limit(rule.Argument) is { } limit)
                yield return $"validator.{Method(rule)}({value}, {Literal(limit)}m);";
        }

        var text = $"{CSharp.Validator}.TextOf({value})";
        foreach (var statement in OfText(text, check))
            yield return statement;
        if (Counts(check, "Items") is { } items)
            yield return $"validator.Items({CSharp.Validator}.ItemsOf({value}), {items});";
        if (check["uniqueItems"] == "true")
            yield return $"validator.Unique({value});";
        if (Counts(check, "Properties") is { } properties)
            yield return $"validator.Properties({CSharp.Validator}.PropertiesOf({value}), {properties});";
    }
}
