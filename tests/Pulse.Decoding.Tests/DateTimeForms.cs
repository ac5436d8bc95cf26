using System.Text.RegularExpressions;

namespace Pulse.Decoding.Tests;

/// <summary>
/// The forms of RFC 3339 that decoders read and System.Text.Json refuses, told independently of the decoders: by rewriting
/// them as what System.Text.Json reads.
/// </summary>
internal static partial class DateTimeForms
{
    /// <summary>The value of such a form; null for any other string.</summary>
    public static DateTimeOffset? Read(string text)
    {
        var parts = Form().Match(text);
        if (!parts.Success)
            return null;
        var isLeapSecond = parts.Groups["second"].Value == "60";
        var offset = parts.Groups["offset"].Value.ToUpperInvariant() is { Length: > 0 } given ? given : "Z";
        var fraction = parts.Groups["fraction"].Value;
        var usual =
            $"{parts.Groups["day"].Value}T{parts.Groups["minute"].Value}:{(isLeapSecond ? "59" : parts.Groups["second"].Value)}{fraction[..Math.Min(8, fraction.Length)]}{offset}";
        try
        {
            var value = System.Text.Json.JsonSerializer.Deserialize<DateTimeOffset>($"\"{usual}\"");
            if (!isLeapSecond)
                return value;
            return value.UtcDateTime is { Hour: 23, Minute: 59 } ? value.AddSeconds(1) : null;
        }
        catch (Exception refused) when (refused is System.Text.Json.JsonException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    [GeneratedRegex(
        @"^(?<day>[0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ](?<minute>[0-9]{2}:[0-9]{2}):(?<second>[0-9]{2})(?<fraction>\.[0-9]+)?(?<offset>[Zz]|[+-][0-9]{2}:[0-9]{2})?\z",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Form();
}
