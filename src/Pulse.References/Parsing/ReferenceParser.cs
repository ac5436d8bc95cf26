using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using Pulse.References.Diagnostics;

namespace Pulse.References.Parsing;

/// <summary>Reads an exchange reference. What is wrong is reported; an entry that cannot be read is left out.</summary>
internal sealed class ReferenceParser(ReferenceFile file, ICollection<ReferenceDiagnostic> diagnostics)
{
    public ExchangeReference Parse()
    {
        var root = (JObject)JsonText.Parse(file.Text);
        var service = file.Service!;
        return new ExchangeReference(
            service,
            Title: Optional(root, "title") ?? service.ToString(),
            Description: Optional(root, "description") ?? "",
            ExchangePrefix: Required(root, "exchangePrefix", "the reference") ?? "",
            Entries: [.. ((JArray)root["entries"]!).Select(ParseEntry).OfType<ExchangeEntry>()]);
    }

    private ExchangeEntry? ParseEntry(JToken token)
    {
        if (token is not JObject entry)
        {
            Report(token, "An entry is an object");
            return null;
        }

        var name = Required(entry, "name", "an entry");
        var where = $"the entry '{name}'";
        var exchange = Required(entry, "exchange", where);
        var schema = Required(entry, "schema", where);
        if (name is null || exchange is null || schema is null || ParseRoutingKey(entry, where) is not { } routingKey)
            return null;

        return new ExchangeEntry(
            name,
            exchange,
            Optional(entry, "title") ?? name,
            Optional(entry, "description") ?? "",
            routingKey,
            Parsing.SchemaUri.OfEntry(file.Service!.Name, schema),
            Position(entry["schema"]!));
    }

    private IReadOnlyList<RoutingKeyField>? ParseRoutingKey(JObject entry, string where)
    {
        if (entry["routingKey"] is not JArray fields)
        {
            Report(entry["routingKey"] ?? entry, $"'routingKey' of {where} is a list of fields");
            return null;
        }

        var parsed = fields.Select(field => ParseField(field, where)).ToList();
        if (parsed.Contains(null))
            return null;
        if (parsed.Count(field => field!.MultipleWords) > 1)
        {
            Report(fields, $"The routing key of {where} has several fields with 'multipleWords'; where one ends and the next begins cannot be told, so at most one may have it");
            return null;
        }

        return [.. parsed.Select(field => field!)];
    }

    private RoutingKeyField? ParseField(JToken token, string where)
    {
        if (token is not JObject field)
        {
            Report(token, $"A routing-key field of {where} is an object");
            return null;
        }

        var name = Required(field, "name", $"a routing-key field of {where}");
        return name is null
            ? null
            : new RoutingKeyField(
                name,
                Optional(field, "summary") ?? "",
                Optional(field, "constant"),
                Flag(field, "required", where),
                Flag(field, "multipleWords", where));
    }

    private bool Flag(JObject owner, string key, string where)
    {
        if (owner[key] is { Type: JTokenType.Boolean } value)
            return (bool)value;
        Report(owner[key] ?? owner, $"'{key}' of the routing-key field '{owner["name"]}' of {where} is true or false");
        return false;
    }

    private string? Required(JObject owner, string key, string where)
    {
        if (owner[key] is { Type: JTokenType.String } text)
            return (string?)text;
        Report(owner[key] ?? owner, owner[key] is null ? $"'{key}' of {where} is missing" : $"'{key}' of {where} is a string");
        return null;
    }

    private string? Optional(JObject owner, string key)
    {
        if (owner[key] is null or { Type: JTokenType.String })
            return (string?)owner[key];
        Report(owner[key]!, $"'{key}' is a string");
        return null;
    }

    private void Report(JToken at, string message) =>
        diagnostics.Add(ReferenceDiagnostic.At(Position(at), DiagnosticRule.MalformedReference, message));

    private FilePosition Position(IJsonLineInfo token) => FilePosition.Of(file.Path, token);
}
