using System.Globalization;
using System.Text;
using Newtonsoft.Json.Linq;
using Pulse.References.Diagnostics;

namespace Pulse.References.Formats.ExchangesReference;

/// <summary>Parses the fields of an entry's routing key; a key that no message could have is reported.</summary>
internal static class RoutingKeyParser
{
    private const string Key = "routingKey";

    /// <summary>The maximum size of a routing key (AMQP 0-9-1, section 4.2.5.3: a short string).</summary>
    private const int MaxBytes = 255;

    public static IReadOnlyList<RoutingKeyField>? Parse(ReferenceObject entry, string entryName)
    {
        if (entry.List(Key, "fields") is not { } list)
            return null;
        var fields = new List<RoutingKeyField>();
        for (var i = 0; i < list.Count; i++)
        {
            if (
                entry.ItemOf(Key, i, list[i], NameOf(list[i], entryName)) is { } field
                && ParseField(field, entryName) is { } parsed
            )
                fields.Add(parsed);
        }

        // A wrong field has been reported; the key without it would be a different one.
        return fields.Count == list.Count && IsPossible(entry, entryName, fields) ? fields : null;
    }

    private static RoutingKeyField? ParseField(ReferenceObject field, string entryName)
    {
        field.ReportMistypedKeys("name", "summary", "constant", "required", "multipleWords");
        field.ReportMissing("summary");
        if (field.Required("name") is not { } name)
            return null;
        var parsed = new RoutingKeyField(
            name,
            field.Optional("summary") ?? "",
            field.Optional("constant"),
            field.Flag("required"),
            field.Flag("multipleWords")
        );
        if (parsed.Constant is not { } constant || WhyNot(constant, parsed.MultipleWords) is not { } reason)
            return parsed;
        field.Report(
            "constant",
            DiagnosticRule.ImpossibleConstant,
            constant,
            name,
            entryName,
            parsed.MultipleWords ? "sequence of words" : "single word",
            reason
        );
        return null;
    }

    private static string? WhyNot(string constant, bool multipleWords)
    {
        if (constant.Length == 0)
            return "is empty";
        if (constant.IndexOfAny(['*', '#']) is var wildcard and >= 0)
            return $"contains '{constant[wildcard]}', which is a wildcard in patterns";
        return !multipleWords && constant.Contains('.')
            ? "contains a dot, which separates words; set 'multipleWords' on a field of several words"
            : null;
    }

    private static bool IsPossible(ReferenceObject entry, string entryName, List<RoutingKeyField> fields)
    {
        var multiple = fields.FindIndex(field => field.MultipleWords);
        var second = multiple < 0 ? -1 : fields.FindIndex(multiple + 1, field => field.MultipleWords);
        if (second > 0)
        {
            entry.Report(
                $"{Key}/{second}/multipleWords",
                DiagnosticRule.SeveralMultiWordFields,
                entryName,
                fields[multiple].Name,
                fields[second].Name
            );
            return false;
        }

        var names = new HashSet<string>();
        if (fields.FindIndex(field => !names.Add(field.Name)) is var twice and >= 0)
        {
            entry.Report($"{Key}/{twice}/name", DiagnosticRule.DuplicateField, entryName, fields[twice].Name);
            return false;
        }

        var least = fields.Sum(LeastBytes) + fields.Count - 1;
        if (least > MaxBytes)
            entry.Report(
                Key,
                DiagnosticRule.RoutingKeyTooLong,
                entryName,
                least.ToString(CultureInfo.InvariantCulture)
            );
        return least <= MaxBytes;
    }

    private static int LeastBytes(RoutingKeyField field) =>
        field.Constant is { } constant ? Encoding.UTF8.GetByteCount(constant)
        : field.MultipleWords && !field.Required ? 0
        : 1;

    private static string NameOf(JToken field, string entryName) =>
        field is JObject json && json["name"] is { Type: JTokenType.String } name
            ? $"the routing-key field '{name}' of the entry '{entryName}'"
            : $"a routing-key field of the entry '{entryName}'";
}
