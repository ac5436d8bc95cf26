namespace Pulse;

/// <summary>What the text of a routing-key field can be. Bindings check it when they run, analyzers while one types.</summary>
internal static class WordText
{
    private static readonly char[] NotInWords = ['.', '*', '#'];
    private static readonly char[] Wildcards = ['*', '#'];

    /// <summary>What is wrong with the value of a field that is one word; null if nothing is.</summary>
    public static string? WhyNotWord(string value)
    {
        if (value.Length == 0)
            return "is one word of the routing key and cannot be empty";
        var bad = value.IndexOfAny(NotInWords);
        return bad < 0 ? null : $"is one word of the routing key and cannot hold '{value[bad]}'";
    }

    /// <summary>What is wrong with the value of a field that may be several words, or with a pattern; null if nothing is.</summary>
    public static string? WhyNotWords(string value)
    {
        foreach (var word in value.Split('.'))
        {
            if (word.Length == 0)
                return "has an empty word";
            if (WildcardInside(word) is { } wildcard)
                return $"holds '{word}', in which '{wildcard}' is no wildcard";
        }

        return null;
    }

    /// <summary>A <c>*</c> or <c>#</c> that is part of a longer word and so stands for itself; null if there is none.</summary>
    public static char? WildcardInside(string word) =>
        word.Length > 1 && word.IndexOfAny(Wildcards) is >= 0 and var at ? word[at] : null;
}
