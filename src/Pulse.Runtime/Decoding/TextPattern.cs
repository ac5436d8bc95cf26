using System.ComponentModel;
using System.Text.RegularExpressions;

namespace Pulse.Decoding;

/// <summary>
/// A pattern that is more than a row of characters and sets. Only generated code creates it: it is a binary contract.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class TextPattern
{
    // A pattern that takes longer for one string is one that a hostile string makes take for ever.
    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(250);

    private readonly string _expression;
    private Regex? _regex;

    /// <summary>Creates a pattern.</summary>
    /// <param name="pattern">The pattern as the schema has it, in the words of ECMA-262.</param>
    /// <param name="expression">The same in the words of .NET.</param>
    public TextPattern(string pattern, string expression)
    {
        Pattern = pattern;
        _expression = expression;
    }

    internal string Pattern { get; }

    /// <summary>Whether a string contains a match; null if that took too long to tell.</summary>
    internal bool? IsMatch(string text)
    {
        try
        {
            return (_regex ??= new Regex(_expression, RegexOptions.CultureInvariant, Timeout)).IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }
}
