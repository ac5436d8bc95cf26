using System.Text.Json.Nodes;
using Pulse.References.Specs;

namespace Pulse.References.Tests.Naming;

/// <summary>
/// Random bundles of documents, and the same ones with unrelated documents added, removed and reordered: the types of what
/// stayed are the same, with their descriptions. <c>PULSE_NAME_BUNDLES</c> sets their number, <c>PULSE_NAME_SEED</c> the first.
/// </summary>
public class NameStabilityTests
{
    [Fact]
    public void Types_stay_when_unrelated_documents_are_added_removed_and_reordered()
    {
        var (first, count) = (Setting.Of("PULSE_NAME_SEED", 0), Setting.Of("PULSE_NAME_BUNDLES", 200));
        for (var seed = first; seed < first + count; seed++)
        {
            var random = new Random(seed);
            var bundle = new RandomBundle(random);
            var all = bundle.Messages.Keys.Order(StringComparer.Ordinal).ToList();
            var kept = all.Where(_ => random.Next(2) == 0).DefaultIfEmpty(all[0]).ToList();
            var whole = Surface(bundle, Shuffled(all, random), kept);
            var alone = Surface(bundle, Shuffled(kept, random), kept);
            Assert.True(whole.SequenceEqual(alone), $"Seed {seed}:\n{Difference(alone, whole)}\n{bundle.Text}");
        }
    }

    private static List<string> Shuffled(List<string> messages, Random random)
    {
        var shuffled = messages.ToArray();
        random.Shuffle(shuffled);
        return [.. shuffled];
    }

    /// <summary>All that some messages show of themselves, if a service has these and others.</summary>
    private static List<string> Surface(RandomBundle bundle, List<string> messages, List<string> kept)
    {
        var spec = Services.CompileMessages(
            [.. messages.Select(name => (name, bundle.Messages[name].ToJsonString()))],
            [.. bundle.Documents.Select(document => (document.Key, document.Value.ToJsonString()))]
        );
        var types = spec
            .Records.Select(record =>
                (
                    record.Name,
                    Text: record + string.Join("\n  ", record.Properties) + record.Rest,
                    Parts: record.Properties.Select(property => property.Type)
                )
            )
            .Concat(
                spec.Enums.Select(set =>
                    (set.Name, Text: set + string.Join("\n  ", set.Values), Parts: (IEnumerable<TypeSpec>)[])
                )
            )
            .Concat(
                spec.Unions.Select(union =>
                    (
                        union.Name,
                        Text: union + string.Join("\n  ", union.Cases),
                        Parts: union.Cases.Select(found => found.Value)
                    )
                )
            )
            .ToDictionary(type => type.Name);
        var shown = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var open = new Stack<TypeSpec>();
        foreach (
            var binding in spec.Bindings.Where(binding =>
                kept.Contains(binding.ExchangeName["exchange/test/v1/".Length..])
            )
        )
        {
            shown[binding.Name] = $"{binding.ExchangeName} {binding.Payload}";
            open.Push(binding.Payload);
        }

        while (open.Count > 0)
        {
            var type = open.Pop();
            foreach (var name in NamesIn(type).Where(name => !shown.ContainsKey(name)))
            {
                shown[name] = types[name].Text;
                foreach (var part in types[name].Parts)
                    open.Push(part);
            }
        }

        return [.. shown.Select(type => $"{type.Key}: {type.Value}")];
    }

    private static IEnumerable<string> NamesIn(TypeSpec type) =>
        type switch
        {
            TypeSpec.Record record => [record.Name],
            TypeSpec.Enum set => [set.Name],
            TypeSpec.Union union => [union.Name],
            TypeSpec.List list => NamesIn(list.Item),
            TypeSpec.Map map => NamesIn(map.Value),
            _ => [],
        };

    private static string Difference(List<string> alone, List<string> whole) =>
        $"alone:\n{string.Join("\n", alone.Except(whole))}\namong others:\n{string.Join("\n", whole.Except(alone))}";

    /// <summary>Messages, and documents that they share.</summary>
    private sealed class RandomBundle
    {
        private static readonly string[] Words = ["on", "off", "low", "high", "passed", "failed"];
        private static readonly string[] Names = ["state", "run", "owner", "kind", "level"];

        private readonly Random _random;
        private int _count;

        public RandomBundle(Random random)
        {
            _random = random;
            for (var i = 0; i < 3; i++)
                Documents[$"shared{(char)('a' + i)}"] = new JsonObject
                {
                    ["type"] = "object",
                    ["description"] = Description(),
                    ["properties"] = Properties(1),
                    ["definitions"] = new JsonObject
                    {
                        ["one"] = _random.Next(2) == 0 ? Enum() : Object(1),
                        ["two"] = Object(1),
                    },
                };
            for (var i = 0; i < 5; i++)
                Messages[$"message{(char)('a' + i)}"] = Object(0);
        }

        public SortedDictionary<string, JsonNode> Documents { get; } = new(StringComparer.Ordinal);

        public SortedDictionary<string, JsonNode> Messages { get; } = new(StringComparer.Ordinal);

        public string Text =>
            string.Join("\n", Documents.Concat(Messages).Select(pair => $"{pair.Key}: {pair.Value.ToJsonString()}"));

        private string Description() => $"Description {_count++}.";

        private JsonObject Properties(int depth)
        {
            var properties = new JsonObject();
            for (var i = _random.Next(1, 4); i > 0; i--)
                properties[Names[_random.Next(Names.Length)]] = Schema(depth + 1);
            return properties;
        }

        private JsonObject Ref() =>
            new JsonObject
            {
                ["$ref"] =
                    $"shared{(char)('a' + _random.Next(3))}.json#{_random.Next(3) switch { 0 => "", 1 => "/definitions/one", _ => "/definitions/two" }}",
            };

        private JsonObject Object(int depth)
        {
            var schema = new JsonObject
            {
                ["type"] = "object",
                ["description"] = Description(),
                ["properties"] = Properties(depth),
            };
            if (depth < 2 && _random.Next(3) == 0)
                schema["allOf"] = new JsonArray(
                    _random.Next(2) == 0
                        ? new JsonObject { ["$ref"] = $"shared{(char)('a' + _random.Next(3))}.json" }
                        : new JsonObject { ["properties"] = Properties(depth + 1) },
                    new JsonObject { ["$ref"] = $"shared{(char)('a' + _random.Next(3))}.json#/definitions/two" }
                );
            return schema;
        }

        private JsonObject Schema(int depth) =>
            _random.Next(depth > 3 ? 4 : 8) switch
            {
                0 => new JsonObject { ["type"] = "string", ["description"] = Description() },
                1 or 2 => Enum(),
                3 => Ref(),
                4 => new JsonObject { ["type"] = "array", ["items"] = Schema(depth + 1) },
                5 => new JsonObject
                {
                    ["description"] = Description(),
                    ["oneOf"] = new JsonArray(
                        Object(depth + 1),
                        new JsonObject { ["type"] = "array", ["items"] = Enum() }
                    ),
                },
                6 => new JsonObject { ["oneOf"] = new JsonArray(Case("a", depth), Case("b", depth)) },
                _ => Object(depth),
            };

        private JsonObject Case(string constant, int depth)
        {
            var schema = Object(depth + 1);
            schema["properties"]!["kind"] = new JsonObject { ["const"] = constant };
            schema["required"] = new JsonArray("kind");
            return schema;
        }

        private JsonObject Enum()
        {
            var words = Words.ToArray();
            _random.Shuffle(words);
            var schema = new JsonObject
            {
                ["enum"] = new JsonArray([.. words.Take(_random.Next(1, 3)).Select(word => (JsonNode)word)]),
                ["description"] = Description(),
            };
            if (_random.Next(6) == 0)
                schema["x-csharp-type"] = $"Named{_count}";
            return schema;
        }
    }
}
