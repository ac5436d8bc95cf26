namespace Pulse;

/// <summary>Checks the value of a routing-key field. Bindings use it at run time, analyzers while you type.</summary>
internal static class WordText
{
    private static readonly char[] NotInWords = ['.', '*', '#'];
    private static readonly char[] Wildcards = ['*', '#'];

    /// <summary>Says why a value does not fit a one-word field; null if it fits.</summary>
    public static string? WhyNotWord(string value)
    {
        if (value.Length == 0)
            return "is one word of the routing key and cannot be empty";
        var bad = value.IndexOfAny(NotInWords);
        return bad < 0 ? null : $"is one word of the routing key and cannot hold '{value[bad]}'";
    }

    /// <summary>Says why a value does not fit a field of several words, or why a pattern is invalid; null if it fits.</summary>
    public static string? WhyNotWords(string value)
    {
        foreach (var word in value.Split('.'))
        {
            if (word.Length == 0)
                return "has an empty word";
            if (WildcardInside(word) is { } wildcard)
                return $"holds '{word}', in which '{wildcard}' is not a wildcard";
        }

        return null;
    }

    /// <summary>Says why a value does not fit a field of several words in a key, which is no pattern; null if it fits.</summary>
    public static string? WhyNotWordsOfKey(string value) =>
        Wildcard(value) is { } wildcard
            ? $"is part of a routing key, and only patterns have the wildcard '{wildcard}'"
            : WhyNotWords(value);

    /// <summary>The first word that is a wildcard; null if there is none.</summary>
    public static string? Wildcard(string value) =>
        value.IndexOfAny(Wildcards) < 0 ? null : value.Split('.').FirstOrDefault(word => word is "*" or "#");

    /// <summary>Finds a <c>*</c> or <c>#</c> inside a longer word, where it only matches itself; null if there is none.</summary>
    public static char? WildcardInside(string word) =>
        word.Length > 1 && word.IndexOfAny(Wildcards) is >= 0 and var at ? word[at] : null;
}
