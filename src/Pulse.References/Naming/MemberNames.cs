using System.Globalization;
using System.Text;

namespace Pulse.References.Naming;

/// <summary>
/// Names the members of one type. If several names from JSON become the same name in C#, the one that needs the least
/// change gets it and the others are spelled out, regardless of their order.
/// </summary>
internal static class MemberNames
{
    private const string TakenSuffix = "Value";

    /// <param name="texts">The distinct names in JSON, each with the C# name that the author asks for, if any.</param>
    /// <param name="enclosingType">The name of the type, which no member can have.</param>
    /// <param name="taken">Names that the type already has.</param>
    /// <param name="comparer">Compares names; ordinal by default.</param>
    /// <returns>The members' names, in the same order.</returns>
    public static IReadOnlyList<string> Of(
        IReadOnlyList<(string Text, string? Wanted)> texts,
        string enclosingType,
        IReadOnlyCollection<string> taken,
        StringComparer? comparer = null
    )
    {
        var names = new Dictionary<string, string>();
        var used = new HashSet<string>(taken, comparer ?? StringComparer.Ordinal) { enclosingType };
        foreach (
            var (text, wanted) in texts
                .Where(member => member.Wanted is not null)
                .OrderBy(member => member.Text, StringComparer.Ordinal)
        )
            names[text] = FirstFree(
                Spelled(text).Prepend(Identifier.Pascal(wanted!) + TakenSuffix).Prepend(Identifier.Pascal(wanted!)),
                used
            );

        var groups = texts
            .Where(member => member.Wanted is null)
            .Select(member => member.Text)
            .GroupBy(Identifier.Pascal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .ToList();
        foreach (var group in groups)
        {
            var ranked = group
                .OrderBy(text => Changes(text, group.Key))
                .ThenBy(text => text, StringComparer.Ordinal)
                .ToList();
            names[ranked[0]] = FirstFree(Spelled(ranked[0]).Prepend(group.Key + TakenSuffix).Prepend(group.Key), used);
        }

        foreach (
            var text in groups
                .SelectMany(group => group)
                .Where(text => !names.ContainsKey(text))
                .OrderBy(text => text, StringComparer.Ordinal)
        )
            names[text] = FirstFree(Spelled(text), used);
        return [.. texts.Select(member => names[member.Text])];
    }

    private static string FirstFree(IEnumerable<string> candidates, HashSet<string> used) =>
        candidates.Select(Identifier.Short).First(used.Add);

    /// <summary>The distance between a text and its name: the case of the first letter counts least.</summary>
    private static int Changes(string text, string name)
    {
        if (text == name)
            return 1;
        return string.Equals(text, name, StringComparison.OrdinalIgnoreCase) ? 0 : 2;
    }

    /// <summary>Ever longer names for a text, up to one that no other text can have.</summary>
    private static IEnumerable<string> Spelled(string text)
    {
        yield return Identifier.Spelled(text);
        var exact = new StringBuilder(Identifier.Pascal(text));
        foreach (var character in text)
            exact.Append('_').Append(((int)character).ToString("x", CultureInfo.InvariantCulture));
        for (var name = exact.ToString(); ; name += "_")
            yield return name;
    }
}
