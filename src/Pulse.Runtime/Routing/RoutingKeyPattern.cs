namespace Pulse;

/// <summary>Matches routing keys against binding patterns as a topic exchange does.</summary>
#if NETSTANDARD // The analyzers compile a copy of this file, which is internal to them.
internal static class RoutingKeyPattern
#else
public static class RoutingKeyPattern
#endif
{
    /// <summary>
    /// Returns whether a pattern matches a routing key, by the rules of a topic exchange (AMQP 0-9-1, section
    /// 3.1.3.3): both are split into words at the dots; <c>*</c> matches exactly one word, <c>#</c> zero or more,
    /// and any other word only itself. The empty key has no words.
    /// </summary>
    /// <param name="pattern">The binding's pattern.</param>
    /// <param name="routingKey">A routing key without wildcards.</param>
    /// <returns><see langword="true"/> if a queue bound with the pattern receives a message with that key.</returns>
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> routingKey)
    {
        // A position is the start of a word, or one past the end. So "no words left" (length + 1) differs from
        // "one empty word left" (length), as in "a" and "a.".
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
                    // Let '#' match no word first. Return here to let it match one word more.
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

            // Only the last '#' needs another try: it can match every word that an earlier one could.
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
