using System.Globalization;
using Newtonsoft.Json.Linq;
using Pulse.References.Diagnostics;
using Pulse.References.Json;
using Pulse.References.Scanning;

namespace Pulse.References.Formats.ExchangesReference;

/// <summary>Parses an exchange reference. Errors are reported; an entry that cannot be read is left out.</summary>
internal sealed class ReferenceParser(ReferenceDocument document, ICollection<InputDiagnostic> diagnostics)
{
    private readonly Dictionary<string, ReferenceObject> _entries = [];

    public ExchangeReference Parse()
    {
        var root = new ReferenceObject(
            (JObject)JsonTree.Parse(document.Text),
            "",
            "the reference",
            document,
            diagnostics
        );
        root.ReportMistypedKeys(
            "$schema",
            "apiVersion",
            "serviceName",
            "title",
            "description",
            "exchangePrefix",
            "entries"
        );
        root.ReportMissing("$schema", "title", "description");
        root.Required("apiVersion");
        if (root.Optional("$schema") is { } dialect && !dialect.Contains("exchanges-reference"))
            root.Report("$schema", DiagnosticRule.NotExchangeReference, dialect);

        var service = document.Service;
        return new ExchangeReference(
            service,
            Title: root.Optional("title") ?? service.ToString(),
            Description: root.Optional("description") ?? "",
            ExchangePrefix: root.Required("exchangePrefix", mayBeEmpty: true) ?? "",
            Entries:
            [
                .. ((JArray)root["entries"]!)
                    .Select((entry, index) => root.ItemOf("entries", index, entry, NameOf(entry)))
                    .OfType<ReferenceObject>()
                    .Select(ParseEntry)
                    .OfType<ExchangeEntry>(),
            ]
        );
    }

    private ExchangeEntry? ParseEntry(ReferenceObject entry)
    {
        entry.ReportMistypedKeys("type", "exchange", "name", "title", "description", "routingKey", "schema");
        entry.ReportMissing("type", "title", "description");
        var name = entry.Required("name");
        if (entry.Optional("type") is { } type and not "topic-exchange")
        {
            entry.Report(
                "type",
                DiagnosticRule.UnknownEntryType,
                name ?? "",
                type,
                SpellingSuggestion.For(type, ["topic-exchange"])
            );
            return null;
        }

        var exchange = entry.Required("exchange");
        var schema = entry.Required("schema");
        var title = entry.Optional("title");
        var description = entry.Optional("description");
        var routingKey = RoutingKeyParser.Parse(entry, name ?? "");
        if (name is null || exchange is null || schema is null || routingKey is null || !IsFirst(entry, name))
            return null;
        return new ExchangeEntry(
            name,
            exchange,
            title ?? name,
            description ?? "",
            routingKey,
            SchemaUri.OfEntry(document.Service.Name, schema),
            entry.Pointer
        );
    }

    private bool IsFirst(ReferenceObject entry, string name)
    {
        if (!_entries.TryGetValue(name, out var first))
        {
            _entries.Add(name, entry);
            return true;
        }

        var line = document.PositionOf(first.Pointer + "/name").Line + 1;
        entry.Report("name", DiagnosticRule.DuplicateEntry, name, line.ToString(CultureInfo.InvariantCulture));
        return false;
    }

    private static string NameOf(JToken entry) =>
        entry is JObject json && json["name"] is { Type: JTokenType.String } name ? $"the entry '{name}'" : "an entry";
}
