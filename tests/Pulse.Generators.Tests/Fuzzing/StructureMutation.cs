using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Pulse.Generators.Tests.Fuzzing;

/// <summary>Changes what a file says; it stays JSON.</summary>
internal sealed class StructureMutation
{
    private const string Hole = "@hole@";

    private static readonly (string Open, string Close)[] Nests =
    [
        ("[", "]"),
        ("{\"items\":", "}"),
        ("{\"a\":", "}"),
        ("{\"type\":\"object\",\"properties\":{\"a\":", "}}"),
        ("{\"additionalProperties\":", "}"),
        ("{\"allOf\":[", "]}"),
        ("{\"anyOf\":[{\"type\":\"null\"},", "]}"),
        ("{\"oneOf\":[{\"items\":{\"type\":\"string\"}},", "]}"),
        ("{\"$defs\":{\"a\":{}},\"allOf\":[{\"$ref\":\"#/$defs/a\"},", "]}"),
    ];

    private readonly Random _random;
    private readonly IReadOnlyList<JToken> _trees;
    private JToken _root;
    private (string Open, string Close, int Depth)? _nest;
    private JToken? _nested;

    private StructureMutation(string text, IEnumerable<string> others, Random random)
    {
        _random = random;
        _root = Parse(text);
        _trees = [.. others.Select(Parse)];
    }

    /// <param name="text">The file.</param>
    /// <param name="others">Other files, from which parts may come.</param>
    /// <param name="random">Decides.</param>
    public static string Of(string text, IReadOnlyList<string> others, Random random)
    {
        var mutation = new StructureMutation(text, others, random);
        for (var i = random.Next(8) == 0 ? random.Next(4, 12) : random.Next(1, 4); i > 0; i--)
            mutation.Change();
        return mutation.Text();
    }

    private void Change()
    {
        var node = Any(_root);
        switch (_random.Next(13))
        {
            case 0:
                Remove(node);
                break;
            case 1:
                Put(node, FuzzValues.Atom(_random));
                break;
            case 2:
                Put(node, Subtree());
                break;
            case 3:
                Swap(node, Any(_root));
                break;
            case 4 or 5:
                Rename(node);
                break;
            case 6:
                Put(node, Wrapped(node));
                break;
            case 7:
                Grow(node);
                break;
            case 8 when _nest is null && _random.Next(4) == 0:
                Nest(node);
                break;
            default:
                SetKeyword(node);
                break;
        }
    }

    private static JToken Parse(string text)
    {
        using var reader = new JsonTextReader(new StringReader(text)) { DateParseHandling = DateParseHandling.None };
        return JToken.Load(reader);
    }

    private string Text()
    {
        var text = _root.ToString(_random.Next(2) == 0 ? Formatting.None : Formatting.Indented);
        return _nest is not { } nest
            ? text
            : text.Replace(
                $"\"{Hole}\"",
                string.Concat(Enumerable.Repeat(nest.Open, nest.Depth))
                    + _nested!.ToString(Formatting.None)
                    + string.Concat(Enumerable.Repeat(nest.Close, nest.Depth)),
                StringComparison.Ordinal
            );
    }

    private JToken Any(JToken root) =>
        root is JContainer container
            ? FuzzValues.Pick(_random, [.. container.DescendantsAndSelf().Where(token => token is not JProperty)])
            : root;

    private JToken Subtree() =>
        Any(_trees.Count > 0 && _random.Next(2) == 0 ? FuzzValues.Pick(_random, _trees) : _root).DeepClone();

    private void Put(JToken node, JToken value)
    {
        if (node == _root)
            _root = value;
        else
            node.Replace(value);
    }

    private static void Remove(JToken node)
    {
        if (node.Parent is JProperty property)
            property.Remove();
        else if (node.Parent is not null)
            node.Remove();
    }

    private void Swap(JToken one, JToken other)
    {
        var (first, second) = (one.DeepClone(), other.DeepClone());
        if (one == other || one.Ancestors().Contains(other) || other.Ancestors().Contains(one))
            return;
        Put(one, second);
        Put(other, first);
    }

    private void Rename(JToken node)
    {
        if (node.Parent is not JProperty { Parent: JObject owner } property)
            return;
        var name = _random.Next(4) == 0 ? FuzzValues.Keyword(_random) : FuzzValues.Name(_random);
        if (_random.Next(2) == 0)
            property.Remove();
        owner[name] = property.Value.DeepClone();
    }

    private JToken Wrapped(JToken node) =>
        _random.Next(6) switch
        {
            0 => new JArray(node.DeepClone()),
            1 => new JObject { ["allOf"] = new JArray(node.DeepClone(), Subtree()) },
            2 => new JObject { ["oneOf"] = new JArray(node.DeepClone(), Subtree()) },
            3 => new JObject { ["anyOf"] = new JArray(node.DeepClone(), new JObject { ["type"] = "null" }) },
            4 => new JObject { ["items"] = node.DeepClone() },
            _ => new JObject { [FuzzValues.Name(_random)] = node.DeepClone() },
        };

    private void Grow(JToken node)
    {
        var count = _random.Next(6) == 0 ? _random.Next(300) : _random.Next(5);
        switch (node)
        {
            case JArray items:
                for (var i = 0; i < count; i++)
                    items.Add(
                        items.Count > 0 && _random.Next(3) > 0
                            ? items[_random.Next(items.Count)].DeepClone()
                            : FuzzValues.Atom(_random)
                    );
                break;
            case JObject owner:
                var part = Subtree();
                for (var i = 0; i < count; i++)
                    owner[_random.Next(3) == 0 ? FuzzValues.Name(_random) : $"a{i}"] = part.DeepClone();
                break;
        }
    }

    private void Nest(JToken node)
    {
        var (open, close) = FuzzValues.Pick(_random, Nests);
        // Mostly within what is allowed; at times deeper than any stack.
        var depth =
            _random.Next(20) == 0 ? 100_000
            : _random.Next(5) == 0 ? _random.Next(2000)
            : _random.Next(100);
        _nest = (open, close, depth);
        _nested = node.DeepClone();
        Put(node, Hole);
    }

    private void SetKeyword(JToken node)
    {
        var owner = node as JObject ?? node.Ancestors().OfType<JObject>().FirstOrDefault();
        if (owner is null)
            return;
        var keyword =
            owner.Count > 0 && _random.Next(2) == 0
                ? FuzzValues.Pick(_random, [.. owner.Properties()]).Name
                : FuzzValues.Keyword(_random);
        owner[keyword] = FuzzValues.For(keyword, _random, Subtree);
    }
}
