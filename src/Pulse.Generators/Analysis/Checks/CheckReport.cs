using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Pulse.Generators.Analysis.Checks;

/// <summary>The ways in which checks report.</summary>
internal static class CheckReport
{
    public static void Report(
        this OperationAnalysisContext context,
        DiagnosticDescriptor rule,
        IOperation at,
        params object[] arguments
    ) => context.ReportDiagnostic(Diagnostic.Create(rule, at.Syntax.GetLocation(), arguments));

    /// <summary>Reports with a replacement, which the code fix of the same name applies.</summary>
    public static void ReportFixable(
        this OperationAnalysisContext context,
        DiagnosticDescriptor rule,
        IOperation at,
        string replacement,
        params object[] arguments
    ) =>
        context.ReportDiagnostic(
            Diagnostic.Create(
                rule,
                at.Syntax.GetLocation(),
                ImmutableDictionary<string, string?>.Empty.Add(FixProperties.Replacement, replacement),
                arguments
            )
        );
}
