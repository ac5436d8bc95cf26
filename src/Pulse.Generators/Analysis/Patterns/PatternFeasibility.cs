using Pulse.Generators.Analysis.Bindings;

namespace Pulse.Generators.Analysis.Patterns;

/// <summary>
/// Decides whether a pattern can match keys of a known form. Such a key has a word for each field: any non-empty word, the
/// constant if there is one, and one or more words for the field of multiple words (an absent value is sent as <c>_</c>).
/// </summary>
internal static class PatternFeasibility
{
    private enum Part
    {
        One,
        Any,
    }

    /// <summary>The reason why the pattern matches no key of the binding's exchange; null if it matches one.</summary>
    public static string? WhyNever(string pattern, BindingShape shape)
    {
        var words = Split(pattern);
        if (words.FirstOrDefault(word => WordText.WildcardInside(word) is not null) is { } inside)
            return $"the '{WordText.WildcardInside(inside)}' in '{inside}' is not a wildcard but stands for itself, which no field can contain";
        if (words.Contains(""))
            return "it has an empty word, which no field can contain";
        if (CanMatch(words, shape))
            return null;

        var (needed, isOpen) = (words.Count(word => word != "#"), words.Contains("#"));
        var fields = shape.Fields.Count;
        var isLongest = shape.Fields.Any(field => field.HasMultipleWords);
        if (needed > fields && !isLongest)
            return $"it has {Words(needed, isOpen)}, but the key has {Words(fields, false)}";
        if (needed < fields && !isOpen)
            return $"it has {Words(needed, false)}, but the key has {Words(fields, isLongest)}";
        return
            PatternAlignment.Of(words, shape).FirstOrDefault(line => line.Differs)
                is { Field.Constant: { } constant } wrong
            ? $"the key's {wrong.Field!.Name} is always '{constant}'"
            : "its words do not fit the fields of the key";
    }

    /// <summary>Whether a <c>#</c> before the end of the pattern cannot match a word in any key of the exchange.</summary>
    /// <remarks>One at the end is good practice: it also matches fields that a later version of the reference may add.</remarks>
    public static bool HasVacuousWildcard(string pattern, BindingShape shape)
    {
        var words = Split(pattern);
        for (var at = 0; at < words.Count; at++)
        {
            if (words[at] == "#" && words.Skip(at).Any(word => word != "#"))
            {
                List<string> takesOne = [.. words.Take(at), "*", .. words.Skip(at)];
                if (!CanMatch(takesOne, shape))
                    return true;
            }
        }

        return false;
    }

    public static List<string> Split(string pattern) => pattern.Length == 0 ? [] : [.. pattern.Split('.')];

    /// <summary>Whether two sequences of words and wildcards have a key in common; the field of multiple words counts as one word and a '#'.</summary>
    private static bool CanMatch(List<string> pattern, BindingShape shape)
    {
        List<(Part Part, string? Constant)> key =
        [
            .. shape.Fields.SelectMany(field =>
                field.HasMultipleWords
                    ? [(Part.One, null), (Part.Any, null)]
                    : (IEnumerable<(Part, string?)>)[(Part.One, field.Constant)]
            ),
        ];

        // common[i, j]: the rest of both from there on has a key in common.
        var common = new bool[pattern.Count + 1, key.Count + 1];
        for (var i = pattern.Count; i >= 0; i--)
        {
            for (var j = key.Count; j >= 0; j--)
            {
                var (hasWord, hasPart) = (i < pattern.Count, j < key.Count);
                common[i, j] =
                    (!hasWord && !hasPart)
                    || (hasWord && pattern[i] == "#" && (common[i + 1, j] || (hasPart && common[i, j + 1])))
                    || (hasPart && key[j].Part is Part.Any && (common[i, j + 1] || (hasWord && common[i + 1, j])))
                    || (
                        hasWord
                        && hasPart
                        && pattern[i] != "#"
                        && key[j].Part is Part.One
                        && (pattern[i] == "*" || key[j].Constant is null || key[j].Constant == pattern[i])
                        && common[i + 1, j + 1]
                    );
            }
        }

        return common[0, 0];
    }

    private static string Words(int count, bool orMore) =>
        $"{(orMore ? "at least " : "")}{count} {(count == 1 ? "word" : "words")}";
}
