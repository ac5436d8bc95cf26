using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Pulse.Generators.Analysis;

namespace Pulse.CodeFixes;

/// <summary>Removes a setting that does not go together with another one, or raises the prefetch to the concurrency.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class SettingConflictFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        ImmutableArray.Create(Rules.SettingConflict.Id);

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (var diagnostic in context.Diagnostics)
        {
            // The diagnostic is at the end of the call: its name and arguments.
            var call = root
                ?.FindToken(diagnostic.Location.SourceSpan.Start)
                .Parent?.FirstAncestorOrSelf<InvocationExpressionSyntax>();
            if (
                call is not { Expression: MemberAccessExpressionSyntax setting }
                || !diagnostic.Properties.TryGetValue(FixProperties.Replacement, out var replacement)
                || replacement is null
            )
                continue;
            var name = setting.Name.Identifier.ValueText;
            var (title, changed) =
                replacement.Length > 0
                    ? ($"Change to {name}({replacement})", WithArgument(root!, call, replacement))
                    : ($"Remove {name}", Without(root!, call, setting.Expression));
            if (changed is not null)
                context.RegisterCodeFix(
                    CodeAction.Create(
                        title,
                        _ => Task.FromResult(context.Document.WithSyntaxRoot(changed)),
                        diagnostic.Id
                    ),
                    diagnostic
                );
        }
    }

    // As with names, users correct constants in their declaration.
    private static SyntaxNode? WithArgument(SyntaxNode root, InvocationExpressionSyntax call, string argument) =>
        call.ArgumentList.Arguments is { Count: 1 } arguments && arguments[0].Expression is LiteralExpressionSyntax old
            ? root.ReplaceNode(old, SyntaxFactory.ParseExpression(argument).WithTriviaFrom(old))
            : null;

    private static SyntaxNode? Without(SyntaxNode root, InvocationExpressionSyntax call, ExpressionSyntax builder) =>
        call.Parent switch
        {
            // A builder alone is not a statement.
            ExpressionStatementSyntax { Parent: BlockSyntax } statement
                when builder is not InvocationExpressionSyntax => root.RemoveNode(
                statement,
                SyntaxRemoveOptions.KeepUnbalancedDirectives
            ),
            ExpressionStatementSyntax when builder is not InvocationExpressionSyntax => null,
            AssignmentExpressionSyntax set when set.Left.IsEquivalentTo(builder, topLevel: false) => null,
            _ => root.ReplaceNode(call, builder.WithTrailingTrivia(TrailingTrivia(call, builder))),
        };

    /// <summary>What comes after the chain without the call, so that its lines stay as they are.</summary>
    private static SyntaxTriviaList TrailingTrivia(SyntaxNode call, SyntaxNode builder)
    {
        var (ours, before) = (call.GetTrailingTrivia(), builder.GetTrailingTrivia());
        return EndsLine(ours) == EndsLine(before) || HasComment(before) ? before : ours;
    }

    private static bool EndsLine(SyntaxTriviaList trivia) => trivia.Any(SyntaxKind.EndOfLineTrivia);

    private static bool HasComment(SyntaxTriviaList trivia) => trivia.Any(SyntaxKind.SingleLineCommentTrivia);
}
