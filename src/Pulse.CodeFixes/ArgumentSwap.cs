using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Pulse.CodeFixes;

/// <summary>Offers to swap the two arguments of a call.</summary>
internal static class ArgumentSwap
{
    public static async Task RegisterAsync(CodeFixContext context, string title)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (var diagnostic in context.Diagnostics)
        {
            var call = root?.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
            var arguments = call switch
            {
                InvocationExpressionSyntax invocation => invocation.ArgumentList,
                BaseObjectCreationExpressionSyntax creation => creation.ArgumentList,
                _ => null,
            };
            // With more arguments, it is not clear which two belong together; several cannot change places with one.
            if (arguments?.Arguments is not { Count: 2 } pair || pair.Any(one => IsSeveral(one.Expression)))
                continue;
            var (first, second) = (pair[0].Expression, pair[1].Expression);
            context.RegisterCodeFix(
                CodeAction.Create(title, _ => Task.FromResult(Swap(first, second)), diagnostic.Id),
                diagnostic
            );
        }

        static bool IsSeveral(ExpressionSyntax passed) =>
            passed
                is CollectionExpressionSyntax
                    or ArrayCreationExpressionSyntax
                    or ImplicitArrayCreationExpressionSyntax;

        Document Swap(SyntaxNode first, SyntaxNode second) =>
            context.Document.WithSyntaxRoot(
                root!.ReplaceNodes(
                    [first, second],
                    (old, _) => old == first ? second.WithTriviaFrom(first) : first.WithTriviaFrom(second)
                )
            );
    }
}
