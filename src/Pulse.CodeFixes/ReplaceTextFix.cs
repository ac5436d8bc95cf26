using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Pulse.Generators.Analysis;

namespace Pulse.CodeFixes;

/// <summary>Writes the exchange that was meant, or a route without its prefix, in place of a literal.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class ReplaceTextFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        ImmutableArray.Create(Rules.MisspeltExchange.Id, Rules.PrefixTwice.Id);

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (var diagnostic in context.Diagnostics)
        {
            // A constant of the user's own is theirs to mend, where it is declared.
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
