using Microsoft.CodeAnalysis.Diagnostics;

namespace Pulse.Generators.Analysis.Checks;

/// <summary>Finds routes that already begin with the prefix that the method adds.</summary>
internal static class RoutePrefixCheck
{
    public static void Check(OperationAnalysisContext context, PassedPattern pattern)
    {
        var (at, text, prefix, _) = pattern;
        if (prefix.Length > 0 && text.StartsWith(prefix, StringComparison.Ordinal))
            context.ReportFixable(Rules.PrefixTwice, at, text.Substring(prefix.Length), prefix, text);
    }
}
