using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pulse.Decoding.Tests.Differential;

/// <summary>Changes values in a message so that most still have their type, and some no longer fit the schema.</summary>
internal sealed class ConstraintMutation(Random random)
{
    private static readonly string[] Texts =
    [
        "",
        "a",
        "A_b-c",
        "with space",
        "with/slash",
        "ü",
        "🦊",
        "new\nline",
        "fN1SbArXTPSVFNUvaOlinQ",
        "fN1SbArXTPSVFNUvaOlinQ\n",
        "aws-provisioner-v1/gecko",
        "http://example.com",
    ];

    /// <param name="message">A valid message.</param>
    /// <returns>The mutated message.</returns>
    public JsonNode Of(JsonNode message)
    {
        var mutated = message.DeepClone();
        for (var changes = random.Next(4); changes > 0; changes--)
            Change(mutated);
        return mutated;
    }

    private void Change(JsonNode message)
    {
        var all = Values(message).Where(node => node.Parent is not null).ToList();
        var node = all[random.Next(all.Count)];
        switch (node)
        {
            case JsonArray items:
                ChangeItems(items);
                break;
            case JsonObject owner when owner.Count > 0 && random.Next(2) == 0:
                owner.Remove(owner.ElementAt(random.Next(owner.Count)).Key);
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                value.ReplaceWith(Text((string)value!));
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.Number:
                value.ReplaceWith(Number());
                break;
        }
    }

    private void ChangeItems(JsonArray items)
    {
        switch (random.Next(4))
        {
            case 0:
                items.Clear();
                break;
            case 1 when items.Count > 0:
                items.Add(items[random.Next(items.Count)]?.DeepClone());
                break;
            case 2 when items.Count > 0:
                for (var i = random.Next(120); i > 0; i--)
                    items.Add(items[0]?.DeepClone());
                break;
            default:
                items.Add("a");
                break;
        }
    }

    private string Text(string text) =>
        random.Next(7) switch
        {
            0 => Texts[random.Next(Texts.Length)],
            1 => new string('x', random.Next(300)),
            2 => string.Concat(Enumerable.Repeat("🦊", random.Next(40))),
            3 => text.Insert(random.Next(text.Length + 1), " "),
            4 => text + text,
            5 when text.Length > 0 => text.Remove(random.Next(text.Length), 1),
            _ => text.ToUpperInvariant(),
        };

    private JsonNode Number() =>
        random.Next(4) switch
        {
            0 => random.Next(-2, 3),
            1 => random.Next(-100_000, 100_000),
            2 => random.NextInt64(1L << 40),
            _ => random.Next(1000),
        };

    private static IEnumerable<JsonNode> Values(JsonNode? node)
    {
        if (node is null)
            return [];
        var inner = node switch
        {
            JsonObject owner => owner.Select(property => property.Value),
            JsonArray items => items,
            _ => [],
        };
        return inner.SelectMany(Values).Prepend(node);
    }
}
