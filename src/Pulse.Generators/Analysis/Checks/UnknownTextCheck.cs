using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Pulse.Generators.Analysis.Bindings;
using Pulse.Generators.Analysis.Operations;

namespace Pulse.Generators.Analysis.Checks;

/// <summary>
/// Finds strings that are compared with an open enum and are nearly one of its values. Open enums grow, so any other string
/// may be a value of a later version.
/// </summary>
internal sealed class UnknownTextCheck(OpenEnums enums)
{
    /// <param name="context">The comparison.</param>
    /// <param name="compared">The string.</param>
    /// <param name="value">What it is compared with.</param>
    public void Check(OperationAnalysisContext context, ComparedText compared, IOperation value)
    {
        if (
            EnumOf(value) is not { } type
            || enums.TextsOf(type) is not { } known
            || known.Contains(compared.Text, Comparer(compared))
            || NearestText.Of(compared.Text, known) is not { } nearest
            || IsBeside(compared.At.Syntax, nearest)
        )
            return;
        var name = type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat).TrimEnd('?');
        context.ReportFixable(Rules.UnknownText, compared.At, nearest, compared.Text, name, nearest);
    }

    private static StringComparer Comparer(ComparedText compared) =>
        compared.IgnoresCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    /// <summary>Whether the right string is an alternative to the wrong one: <c>"completed" or "Completed"</c>.</summary>
    private static bool IsBeside(SyntaxNode at, string nearest)
    {
        var alternatives = at;
        for (var node = at; node.Parent is { } parent and not StatementSyntax; node = parent)
        {
            if (
                parent.RawKind
                is (int)SyntaxKind.LogicalOrExpression
                    or (int)SyntaxKind.OrPattern
                    or (int)SyntaxKind.SwitchSection
            )
                alternatives = parent;
        }

        return alternatives != at
            && (alternatives is SwitchSectionSyntax section ? section.Labels.Cast<SyntaxNode>() : [alternatives])
                .SelectMany(node => node.DescendantTokens())
                .Any(token => token.ValueText == nearest);
    }

    /// <summary>The type whose value, or whose value's string, this is.</summary>
    private static ITypeSymbol? EnumOf(IOperation value) =>
        value switch
        {
            IPropertyReferenceOperation { Property: { Name: "Text", ContainingType: { } type } } => type,
            IInvocationOperation { TargetMethod.Name: "ToString", Arguments.IsEmpty: true, Instance.Type: var type } =>
                type,
            _ => value.Type,
        };
}
