namespace Pulse;

/// <summary>Answers what a topic exchange answers: does a routing key match a binding's pattern?</summary>
#if NETSTANDARD // The analyzers' copy is theirs alone.
internal static class RoutingKeyPattern
#else
public static class RoutingKeyPattern
#endif
{
    /// <summary>
    /// Whether a pattern matches a routing key, as a topic exchange decides it (AMQP 0-9-1, section
    /// 3.1.3.3): both are split into words at the dots; <c>*</c> stands for exactly one word,
    /// <c>#</c> for zero or more, anything else for itself. The empty key has no words.
    /// </summary>
    /// <param name="pattern">The binding's pattern.</param>
    /// <param name="routingKey">A routing key without wildcards.</param>
    /// <returns><see langword="true"/> if a queue bound with the pattern gets a message with that key.</returns>
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> routingKey)
    {
        // A position is the start of a word, or past the end by one: that tells "no more words"
        // (length + 1) from "one empty word left" (length), as in "a." and "a".
        var patternAt = Start(pattern);
        var keyAt = Start(routingKey);
        var retryPatternAt = -1;
        var retryKeyAt = -1;

        while (keyAt <= routingKey.Length)
        {
            if (patternAt <= pattern.Length)
            {
                var word = WordAt(pattern, patternAt);
                if (word is "#")
                {
                    // Let '#' take nothing first; come back here to let it take one word more.
                    patternAt += 2;
                    retryPatternAt = patternAt;
                    retryKeyAt = keyAt;
                    continue;
                }

                var keyWord = WordAt(routingKey, keyAt);
                if (word is "*" || word.SequenceEqual(keyWord))
                {
                    patternAt += word.Length + 1;
                    keyAt += keyWord.Length + 1;
                    continue;
                }
            }

            if (retryPatternAt < 0)
                return false;

            // Only the last '#' needs another try: what an earlier one could take, the last one can too.
            retryKeyAt += WordAt(routingKey, retryKeyAt).Length + 1;
            keyAt = retryKeyAt;
            patternAt = retryPatternAt;
        }

        while (patternAt <= pattern.Length && WordAt(pattern, patternAt) is "#")
            patternAt += 2;
        return patternAt > pattern.Length;
    }

    private static int Start(ReadOnlySpan<char> words) => words.IsEmpty ? 1 : 0;

    private static ReadOnlySpan<char> WordAt(ReadOnlySpan<char> words, int start)
    {
        var rest = words.Slice(start);
        var dot = rest.IndexOf('.');
        return dot < 0 ? rest : rest.Slice(0, dot);
    }
}
