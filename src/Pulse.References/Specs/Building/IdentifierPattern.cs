using System.Text.RegularExpressions;
using Pulse.References.Schemas.Reading;

namespace Pulse.References.Specs.Building;

/// <summary>
/// Recognizes strings that machines generate and that do not repeat: slugids, UUIDs, hashes. Their patterns allow only one
/// length, and it is a long one.
/// </summary>
internal static class IdentifierPattern
{
    private const int MinLength = 16;

    // A character or a set of them, and an optional number of repetitions.
    private static readonly Regex Part = new(
        @"\G(?:\[(?:\\.|[^\]\\])+\]|[A-Za-z0-9_:.-])(?:\{(?<count>[0-9]{1,4})\})?",
        RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(1)
    );

    public static bool Matches(ReadSchema schema) =>
        schema.Format is "uuid" || (schema.Pattern is { } pattern && FixedLength(pattern) >= MinLength);

    /// <summary>The length of all strings that a pattern matches; 0 if it allows several or is not understood.</summary>
    private static int FixedLength(string pattern)
    {
        if (pattern.Length < 3 || pattern[0] != '^' || pattern[pattern.Length - 1] != '$')
            return 0;
        var (at, end, length) = (1, pattern.Length - 1, 0);
        while (at < end)
        {
            var part = Part.Match(pattern, at);
            if (!part.Success)
                return 0;
            length += part.Groups["count"] is { Success: true, Value: var count } ? int.Parse(count) : 1;
            at += part.Length;
        }

        return at == end ? length : 0;
    }
}
