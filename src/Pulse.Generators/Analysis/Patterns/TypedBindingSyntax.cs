using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Pulse.Generators.Analysis.Bindings;

namespace Pulse.Generators.Analysis.Patterns;

/// <summary>Writes a raw pattern as the typed binding that matches the same keys.</summary>
internal static class TypedBindingSyntax
{
    /// <summary>The expression; null if no typed binding matches the same keys.</summary>
    public static string? Of(string pattern, BindingShape shape)
    {
        const string Prefix = "route.";
        var type = shape.Type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
        if (pattern.StartsWith(Prefix, StringComparison.Ordinal) && pattern.Length > Prefix.Length)
            return $"{type}.Route({SymbolDisplay.FormatLiteral(pattern.Substring(Prefix.Length), quote: true)})";
        if (Values(PatternFeasibility.Split(pattern), shape) is not { } values)
            return null;

        var set = shape.Fields.Zip(values, (field, value) => (Field: field, Value: value));
        var assignments = new List<string>();
        foreach (var (field, value) in set)
        {
            if (value == field.Open || (field.Constant is { } constant && (value == "*" || value == constant)))
                continue;
            if (field.Constant is not null || field.WhyNot(value) is not null)
                return null;
            assignments.Add($"{field.Property} = {SymbolDisplay.FormatLiteral(value, quote: true)}");
        }

        return assignments.Count == 0 ? $"new {type}()" : $"new {type} {{ {string.Join(", ", assignments)} }}";
    }

    /// <summary>The value of each field in the pattern; null if it is ambiguous.</summary>
    private static IReadOnlyList<string>? Values(List<string> words, BindingShape shape)
    {
        var multiple = shape.Fields.ToList().FindIndex(field => field.HasMultipleWords);
        var open = words.IndexOf("#");
        if (open < 0)
        {
            // Word by word; surplus words belong to the field of multiple words.
            return words.Count >= shape.Fields.Count && (multiple >= 0 || words.Count == shape.Fields.Count)
                ? [.. PatternAlignment.Of(words, shape).Select(line => line.Words!)]
                : null;
        }

        var last = words.LastIndexOf("#");
        var back = words.Count - last - 1;
        var (front, after) = (
            multiple < 0 ? shape.Fields.Count : multiple,
            multiple < 0 ? 0 : shape.Fields.Count - multiple - 1
        );
        if (multiple >= 0 && open >= front && back >= after)
        {
            // Every other field has its word; all words between belong to the field of multiple words.
            var several = string.Join(".", words.Skip(front).Take(words.Count - front - after));
            return [.. words.Take(front), several, .. words.Skip(words.Count - after)];
        }

        var isWithin = multiple < 0 ? open + back <= shape.Fields.Count : open <= front && back <= after;
        return open == last && isWithin
            ?
            [
                .. PatternAlignment
                    .Of(words, shape)
                    .Select((line, at) => line.Words == "#" ? shape.Fields[at].Open : line.Words!),
            ]
            : null;
    }
}
