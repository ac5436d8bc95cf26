using Pulse.Generators.Analysis.Bindings;

namespace Pulse.Generators.Analysis.Patterns;

/// <summary>
/// A field of the key and the words of a pattern that correspond to it: from the front up to the first <c>#</c>, from the back
/// down to the last one, and the wildcard for those between. One of them is missing if the other has no counterpart.
/// </summary>
internal sealed record PatternAlignment(RoutingField? Field, string? Words)
{
    /// <summary>Whether the field cannot have these words.</summary>
    public bool Differs =>
        Field is null
        || Words is null
        || (Field.Constant is { } constant && Words is not "*" and not "#" && Words != constant);

    public static IReadOnlyList<PatternAlignment> Of(IReadOnlyList<string> words, BindingShape shape)
    {
        var fields = shape.Fields;
        var multiple = fields.ToList().FindIndex(field => field.HasMultipleWords);
        var open = words.ToList().IndexOf("#");
        if (open < 0)
        {
            // The field of multiple words takes the words that the others leave.
            if (multiple >= 0 && words.Count > fields.Count)
            {
                var taken = words.Count - fields.Count + 1;
                var several = string.Join(".", words.Skip(multiple).Take(taken));
                words = [.. words.Take(multiple), several, .. words.Skip(multiple + taken)];
            }

            return
            [
                .. Enumerable
                    .Range(0, Math.Max(words.Count, fields.Count))
                    .Select(at => new PatternAlignment(fields.ElementAtOrDefault(at), words.ElementAtOrDefault(at))),
            ];
        }

        var back = words.Skip(words.ToList().LastIndexOf("#") + 1).ToList();
        var free = fields.Count - open - back.Count;
        if (free < 0)
        {
            // The words alone exceed the fields, so there is nothing between front and back.
            return Of([.. words.Where(word => word != "#")], shape);
        }

        var middle = string.Join(".", words.Skip(open).Take(words.Count - open - back.Count));
        return
        [
            .. fields.Select(
                (field, at) =>
                    new PatternAlignment(
                        field,
                        at < open ? words[at]
                            : at < open + free ? middle
                            : back[at - open - free]
                    )
            ),
        ];
    }

    /// <summary>The alignment as a table: <c>routingKeyKind = secondary (always 'primary') | organization = * | repository = nothing</c>.</summary>
    public static string Table(string pattern, BindingShape shape) =>
        string.Join(" | ", Of(PatternFeasibility.Split(pattern), shape));

    /// <inheritdoc/>
    public override string ToString()
    {
        var note = Differs && Words is not null && Field?.Constant is { } constant ? $" (always '{constant}')" : "";
        return $"{Field?.Name ?? "no field"} = {(Words is null ? "nothing" : Words.Length == 0 ? "empty" : Words)}{note}";
    }
}
