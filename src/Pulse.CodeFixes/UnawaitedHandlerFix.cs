using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;
using Pulse.Generators.Analysis;

namespace Pulse.CodeFixes;

/// <summary>
/// Makes a handler awaitable: a lambda awaits the value that it dropped, an <c>async void</c> method returns a <c>Task</c>,
/// and a cast of an <c>async</c> lambda to an <c>Action</c> is removed.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class UnawaitedHandlerFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        ImmutableArray.Create(Rules.AsyncVoid.Id, Rules.DroppedAwaitable.Id);

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var node = root?.FindNode(context.Span, getInnermostNodeForTie: true);
        var diagnostic = context.Diagnostics[0];
        if (node is null)
            return;
        if (diagnostic.Id == Rules.DroppedAwaitable.Id)
        {
            if (
                node is ExpressionSyntax dropped
                && await DroppedAwaitable.FixAsync(context, dropped).ConfigureAwait(false) is { } fix
            )
                Register(fix.Title, () => Task.FromResult(context.Document.WithSyntaxRoot(fix.Root)));
            return;
        }

        switch (node)
        {
            case CastExpressionSyntax cast:
                Register(
                    "Remove the cast",
                    () => Task.FromResult(Replace(cast, Bare(cast.Expression).WithTriviaFrom(cast)))
                );
                break;

            case IdentifierNameSyntax
            or MemberAccessExpressionSyntax
            or InvocationExpressionSyntax:
                var model = await context
                    .Document.GetSemanticModelAsync(context.CancellationToken)
                    .ConfigureAwait(false);
                var symbol = model?.GetSymbolInfo(node, context.CancellationToken).Symbol as IMethodSymbol;
                var declaration = symbol?.DeclaringSyntaxReferences.FirstOrDefault();
                if (
                    declaration is not null
                    && context.Document.Project.GetDocument(declaration.SyntaxTree) is { } document
                )
                    Register("Return a Task", () => ReturnTaskAsync(document, declaration, context.CancellationToken));
                break;
        }

        void Register(string title, Func<Task<Document>> change) =>
            context.RegisterCodeFix(CodeAction.Create(title, _ => change(), title), diagnostic);

        Document Replace(SyntaxNode old, SyntaxNode changed) =>
            context.Document.WithSyntaxRoot(root!.ReplaceNode(old, changed));
    }

    private static ExpressionSyntax Bare(ExpressionSyntax expression) =>
        expression is ParenthesizedExpressionSyntax inner ? Bare(inner.Expression) : expression;

    private static async Task<Document> ReturnTaskAsync(
        Document document,
        SyntaxReference declaration,
        CancellationToken cancellationToken
    )
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        var returned = await declaration.GetSyntaxAsync(cancellationToken).ConfigureAwait(false) switch
        {
            MethodDeclarationSyntax method => method.ReturnType,
            LocalFunctionStatementSyntax function => function.ReturnType,
            _ => null,
        };
        if (root is null || returned is null)
            return document;
        var task = SyntaxFactory
            .ParseTypeName("global::System.Threading.Tasks.Task")
            .WithTriviaFrom(returned)
            .WithAdditionalAnnotations(Simplifier.Annotation);
        return document.WithSyntaxRoot(root.ReplaceNode(returned, task));
    }
}
