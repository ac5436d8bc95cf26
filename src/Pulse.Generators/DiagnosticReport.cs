using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using Pulse.References.Diagnostics;

namespace Pulse.Generators;

/// <summary>Turns the engine's diagnostics into the compiler's.</summary>
internal static class DiagnosticReport
{
    public static readonly IReadOnlyDictionary<DiagnosticRule, DiagnosticDescriptor> Descriptors =
        DiagnosticRule.All.ToDictionary(
            rule => rule,
            rule => new DiagnosticDescriptor(
                rule.Id,
                rule.Title,
                rule.MessageFormat,
                "Pulse",
                rule.Severity switch
                {
                    RuleSeverity.Info => DiagnosticSeverity.Info,
                    RuleSeverity.Warning => DiagnosticSeverity.Warning,
                    _ => DiagnosticSeverity.Error,
                },
                isEnabledByDefault: true,
                helpLinkUri: DiagnosticPage.Of(rule.Id)
            )
        );

    public static Diagnostic Of(InputDiagnostic diagnostic, Location atClass) =>
        Diagnostic.Create(
            Descriptors[diagnostic.Rule],
            diagnostic.Position is { } position ? LocationOf(position) : atClass,
            [.. diagnostic.Arguments]
        );

    private static Location LocationOf(FilePosition position) =>
        Location.Create(
            position.Path,
            default,
            new LinePositionSpan(new(position.Line, position.Column), new(position.EndLine, position.EndColumn))
        );
}
