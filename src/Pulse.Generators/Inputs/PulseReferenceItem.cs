using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Pulse.Generators.Inputs;

/// <summary>
/// The MSBuild item <c>PulseReference</c>. It reaches the compiler as an additional file with this
/// mark (<c>Pulse.Runtime.targets</c>); files without it belong to other generators.
/// </summary>
internal static class PulseReferenceItem
{
    private const string Mark = "build_metadata.AdditionalFiles.PulseReference";

    public static bool IsOne(AdditionalText file, AnalyzerConfigOptionsProvider options) =>
        options.GetOptions(file).TryGetValue(Mark, out var value)
        && string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);
}
