using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Pulse.Generators.Analysis;

namespace Pulse.CodeFixes;

/// <summary>Offers to replace a string literal with the one that the diagnostic suggests.</summary>
internal static class LiteralReplacement
{
    public static async Task RegisterAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (var diagnostic in context.Diagnostics)
        {
            // A constant may be used elsewhere too, so users correct it themselves, in its declaration.
            if (
                root?.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true)
                    is not LiteralExpressionSyntax literal
                || !diagnostic.Properties.TryGetValue(FixProperties.Replacement, out var text)
                || text is null
            )
                continue;
            context.RegisterCodeFix(
                CodeAction.Create($"Change to '{text}'", _ => Task.FromResult(Replace(literal, text)), diagnostic.Id),
                diagnostic
            );
        }

        Document Replace(LiteralExpressionSyntax literal, string text)
        {
            var right = SyntaxFactory
                .LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(text))
                .WithTriviaFrom(literal);
            return context.Document.WithSyntaxRoot(root!.ReplaceNode(literal, right));
        }
    }
}
