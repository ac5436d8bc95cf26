using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Pulse.Generators.Analysis.Operations;

/// <summary>Finds the expression that a local variable stands for.</summary>
internal static class LocalInitializers
{
    /// <summary>The expression without conversions; for a local that is assigned only in its declaration, its initializer.</summary>
    public static IOperation Resolve(IOperation operation)
    {
        var value = Bare(operation);
        return value is ILocalReferenceOperation local && Initializer(local) is { } initializer
            ? Bare(initializer)
            : value;
    }

    public static IOperation Bare(IOperation operation)
    {
        while (true)
        {
            switch (operation)
            {
                case IConversionOperation conversion:
                    operation = conversion.Operand;
                    continue;
                case IParenthesizedOperation inner:
                    operation = inner.Operand;
                    continue;
                default:
                    return operation;
            }
        }
    }

    private static IOperation? Initializer(ILocalReferenceOperation reference)
    {
        if (
            reference.Local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax()
                is not VariableDeclaratorSyntax { Initializer.Value: { } value } declarator
            || declarator.Span.End > reference.Syntax.SpanStart
        )
            return null; // A local in its own initializer would lead in circles.
        var name = reference.Local.Name;
        var member = declarator.FirstAncestorOrSelf<MemberDeclarationSyntax>(node => node is not GlobalStatementSyntax);
        var scope = member ?? declarator.SyntaxTree.GetRoot();
        var isReassigned = scope
            .DescendantNodes()
            .OfType<IdentifierNameSyntax>()
            .Any(node => node.Identifier.ValueText == name && CanAssign(node));
        return isReassigned ? null : reference.SemanticModel?.GetOperation(value);
    }

    private static bool CanAssign(IdentifierNameSyntax name) =>
        name.Parent switch
        {
            AssignmentExpressionSyntax assignment => assignment.Left == name,
            ArgumentSyntax argument => argument.RefKindKeyword.RawKind != 0 || argument.Parent is TupleExpressionSyntax,
            RefExpressionSyntax => true,
            _ => false,
        };
}
