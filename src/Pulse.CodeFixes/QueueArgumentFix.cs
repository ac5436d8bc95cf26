using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Pulse.Generators.Analysis;

namespace Pulse.CodeFixes;

/// <summary>Corrects the name of a queue argument, or its value: <c>"60000"</c> becomes <c>60000</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class QueueArgumentFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        ImmutableArray.Create(Rules.WrongArgumentValue.Id, Rules.MisspeltArgument.Id);

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override Task RegisterCodeFixesAsync(CodeFixContext context) =>
        context.Diagnostics[0].Id == Rules.MisspeltArgument.Id
            ? LiteralReplacement.RegisterAsync(context)
            : RegisterValueAsync(context);

    private static async Task RegisterValueAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (var diagnostic in context.Diagnostics)
        {
            // As with names, users correct constants in their declaration.
            if (
                root?.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true)
                    is not LiteralExpressionSyntax value
                || !diagnostic.Properties.TryGetValue(FixProperties.Replacement, out var expression)
                || expression is null
            )
                continue;
            var right = SyntaxFactory.ParseExpression(expression).WithTriviaFrom(value);
            context.RegisterCodeFix(
                CodeAction.Create(
                    $"Change to {expression}",
                    _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(value, right))),
                    diagnostic.Id
                ),
                diagnostic
            );
        }
    }
}
