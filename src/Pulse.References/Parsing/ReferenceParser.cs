using System.Text;
using Newtonsoft.Json.Linq;
using Pulse.References.Diagnostics;

namespace Pulse.References.Parsing;

/// <summary>Reads an exchange reference. What is wrong is reported; an entry that cannot be read is left out.</summary>
internal sealed class ReferenceParser(ReferenceDocument document, ICollection<ReferenceDiagnostic> diagnostics)
{
    private readonly HashSet<string> _names = [];

    public ExchangeReference Parse()
    {
        var root = (JObject)JsonText.Parse(document.Text);
        var service = document.Service!;
        Required(root, "", "apiVersion", "the reference");
        if (document.Dialect is { } dialect && !dialect.Contains("exchanges-reference"))
            Report(
                "/$schema",
                $"'$schema' of the reference is '{dialect}', which is not that of an exchange reference: '/schemas/common/exchanges-reference-v0.json#'"
            );
        return new ExchangeReference(
            service,
            Title: Optional(root, "", "title") ?? service.ToString(),
            Description: Optional(root, "", "description") ?? "",
            ExchangePrefix: Required(root, "", "exchangePrefix", "the reference") ?? "",
            Entries:
            [
                .. ((JArray)root["entries"]!)
                    .Select((entry, index) => ParseEntry(entry, $"/entries/{index}"))
                    .OfType<ExchangeEntry>()
                    .Where(IsFirst),
            ]
        );
    }

    private bool IsFirst(ExchangeEntry entry)
    {
        var isFirst = _names.Add(entry.Name);
        if (!isFirst)
            Report(entry.Pointer + "/name", $"There are two entries called '{entry.Name}'; the first one counts");
        return isFirst;
    }

    private ExchangeEntry? ParseEntry(JToken token, string at)
    {
        if (token is not JObject entry)
        {
            Report(at, "An entry is an object");
            return null;
        }

        var name = Required(entry, at, "name", "an entry");
        var where = $"the entry '{name}'";
        if (Optional(entry, at, "type") is not (null or "topic-exchange"))
        {
            Report(at + "/type", $"{where} is of the type '{entry["type"]}'; only 'topic-exchange' is known");
            return null;
        }

        var exchange = Required(entry, at, "exchange", where);
        var schema = Required(entry, at, "schema", where);
        if (
            name is null
            || exchange is null
            || schema is null
            || ParseRoutingKey(entry, at, where) is not { } routingKey
        )
            return null;

        return new ExchangeEntry(
            name,
            exchange,
            Optional(entry, at, "title") ?? name,
            Optional(entry, at, "description") ?? "",
            routingKey,
            Parsing.SchemaUri.OfEntry(document.Service!.Name, schema),
            at
        );
    }

    private IReadOnlyList<RoutingKeyField>? ParseRoutingKey(JObject entry, string at, string where)
    {
        at += "/routingKey";
        if (entry["routingKey"] is not JArray fields)
        {
            Report(at, $"'routingKey' of {where} is a list of fields");
            return null;
        }

        var parsed = fields.Select((field, index) => ParseField(field, $"{at}/{index}", where)).ToList();
        if (parsed.Contains(null))
            return null;
        if (parsed.Count(field => field!.MultipleWords) > 1)
        {
            var second = parsed.FindIndex(
                parsed.FindIndex(field => field!.MultipleWords) + 1,
                field => field!.MultipleWords
            );
            Report(
                $"{at}/{second}/multipleWords",
                $"The routing key of {where} has several fields with 'multipleWords'; where one ends and the next begins cannot be told, so at most one may have it"
            );
            return null;
        }

        var twice = parsed.GroupBy(field => field!.Name).FirstOrDefault(same => same.Count() > 1);
        if (twice is not null)
        {
            Report(
                $"{at}/{parsed.FindLastIndex(field => field!.Name == twice.Key)}/name",
                $"The routing key of {where} has two fields called '{twice.Key}'"
            );
            return null;
        }

        var least =
            parsed.Sum(field =>
                Encoding.UTF8.GetByteCount(field!.Constant ?? (field.MultipleWords && !field.Required ? "" : "_"))
            )
            + parsed.Count
            - 1;
        if (least > 255)
        {
            Report(at, $"The routing key of {where} has at least {least} bytes, and AMQP allows 255");
            return null;
        }

        return [.. parsed.Select(field => field!)];
    }

    private RoutingKeyField? ParseField(JToken token, string at, string where)
    {
        if (token is not JObject field)
        {
            Report(at, $"A routing-key field of {where} is an object");
            return null;
        }

        var name = Required(field, at, "name", $"a routing-key field of {where}");
        if (name is null)
            return null;
        var parsed = new RoutingKeyField(
            name,
            Optional(field, at, "summary") ?? "",
            Optional(field, at, "constant"),
            Flag(field, at, "required", where),
            Flag(field, at, "multipleWords", where)
        );
        if (parsed.Constant is not { } constant || IsConstant(constant, parsed.MultipleWords))
            return parsed;
        Report(
            $"{at}/constant",
            $"The constant '{constant}' of the routing-key field '{name}' of {where} is no {(parsed.MultipleWords ? "words" : "single word")}: it is empty or holds {(parsed.MultipleWords ? "" : "a dot, ")}'*' or '#'"
        );
        return null;
    }

    private static bool IsConstant(string constant, bool multipleWords) =>
        constant.Length > 0 && constant.IndexOfAny(multipleWords ? ['*', '#'] : ['*', '#', '.']) < 0;

    private bool Flag(JObject owner, string at, string key, string where)
    {
        if (owner[key] is { Type: JTokenType.Boolean } value)
            return (bool)value;
        Report($"{at}/{key}", $"'{key}' of the routing-key field '{owner["name"]}' of {where} is true or false");
        return false;
    }

    private string? Required(JObject owner, string at, string key, string where)
    {
        if (owner[key] is { Type: JTokenType.String } text && ((string)text!).Length > 0)
            return (string?)text;
        Report(
            $"{at}/{key}",
            owner[key] is null ? $"'{key}' of {where} is missing" : $"'{key}' of {where} is a string that is not empty"
        );
        return null;
    }

    private string? Optional(JObject owner, string at, string key)
    {
        if (owner[key] is null or { Type: JTokenType.String })
            return (string?)owner[key];
        Report($"{at}/{key}", $"'{key}' is a string");
        return null;
    }

    /// <summary>Reports at the value of a JSON pointer; what is missing, at what it is missing from.</summary>
    private void Report(string pointer, string message) =>
        diagnostics.Add(
            ReferenceDiagnostic.At(document.PositionOf(pointer), DiagnosticRule.MalformedReference, message)
        );
}
