using System.Text.RegularExpressions;

namespace Pulse.References.Scanning;

/// <summary>Recognizes YAML, in which references and schemas are often written, by its look.</summary>
internal static class Yaml
{
    public const string NotSupported =
        "it is YAML, which Pulse does not read yet; convert it to JSON, and list that file as PulseReference";

    private static readonly string[] Extensions = [".yaml", ".yml"];

    // The start of a document, or a first line such as "serviceName: queue" or "- name: queue". JSON begins with neither.
    private static readonly Regex FirstLine = new(
        @"\A(?:\s|#[^\n]*\n)*(?:---|%YAML|(?:- +)*[""']?[A-Za-z_$][\w$.-]*[""']?\s*:(?:\s|\z))",
        RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(1)
    );

    public static bool IsProbably(string path, string text) =>
        Extensions.Any(extension => path.EndsWith(extension, StringComparison.OrdinalIgnoreCase))
        || FirstLine.IsMatch(text.Length > 1000 ? text.Substring(0, 1000) : text);
}
