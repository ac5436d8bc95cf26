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
/// Replaces a raw binding with the typed one. This changes the type of the messages, so the fix is tried first: if the code
/// around it no longer compiles, such as a handler that reads JSON, the title says so, and "fix all" skips it.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class RawBindingFix : CodeFixProvider
{
    private const string Safe = "Typed";
    private const string NeedsChanges = "TypedWithChanges";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        ImmutableArray.Create(Rules.HasTypedBinding.Id);

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (var diagnostic in context.Diagnostics)
        {
            var call = root
                ?.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true)
                .FirstAncestorOrSelf<InvocationExpressionSyntax>();
            if (
                call is null
                || !diagnostic.Properties.TryGetValue(FixProperties.Replacement, out var typed)
                || typed is null
            )
                continue;
            var changed = context.Document.WithSyntaxRoot(root!.ReplaceNode(call, Typed(typed).WithTriviaFrom(call)));
            var breaks =
                await CountErrorsAsync(changed, context.CancellationToken).ConfigureAwait(false)
                > await CountErrorsAsync(context.Document, context.CancellationToken).ConfigureAwait(false);
            var (title, key) = breaks
                ? ("Use the typed binding (its handler must be changed)", NeedsChanges)
                : ("Use the typed binding", Safe);
            context.RegisterCodeFix(CodeAction.Create(title, _ => Task.FromResult(changed), key), diagnostic);
        }
    }

    // Only names are marked for simplification; the rest is written as it should be.
    private static ExpressionSyntax Typed(string expression)
    {
        var parsed = SyntaxFactory.ParseExpression(expression);
        return parsed.ReplaceNodes(
            parsed.DescendantNodes().Where(node => node is QualifiedNameSyntax or MemberAccessExpressionSyntax),
            (_, name) => name.WithAdditionalAnnotations(Simplifier.Annotation)
        );
    }

    private static async Task<int> CountErrorsAsync(Document document, CancellationToken cancellationToken)
    {
        var model = await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        return model
                ?.GetDiagnostics(cancellationToken: cancellationToken)
                .Count(one => one.Severity == DiagnosticSeverity.Error)
            ?? 0;
    }
}
