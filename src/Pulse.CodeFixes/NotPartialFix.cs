using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Pulse.References.Diagnostics;

namespace Pulse.CodeFixes;

/// <summary>Adds <c>partial</c> to a class with <c>[PulseExchanges]</c> and to the types around it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class NotPartialFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        ImmutableArray.Create(DiagnosticRule.NotPartial.Id);

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var all = root?.FindNode(context.Span).AncestorsAndSelf().OfType<TypeDeclarationSyntax>().ToList() ?? [];
        var types = all.Where(type => !type.Modifiers.Any(SyntaxKind.PartialKeyword)).ToList();
        var isOnlyReason =
            all.All(type => type.TypeParameterList is null && !type.Modifiers.Any(SyntaxKind.FileKeyword))
            && all.FirstOrDefault() is ClassDeclarationSyntax;
        if (types.Count == 0 || !isOnlyReason)
            return;
        context.RegisterCodeFix(
            CodeAction.Create(
                "Make partial",
                _ =>
                    Task.FromResult(
                        context.Document.WithSyntaxRoot(root!.ReplaceNodes(types, (_, inner) => MakePartial(inner)))
                    ),
                nameof(NotPartialFix)
            ),
            context.Diagnostics
        );
    }

    // 'partial' comes last, right before the keyword, and takes over its indentation if there is no other modifier.
    private static TypeDeclarationSyntax MakePartial(TypeDeclarationSyntax type)
    {
        var word = SyntaxFactory.Token(SyntaxKind.PartialKeyword).WithTrailingTrivia(SyntaxFactory.Space);
        if (type.Modifiers.Count > 0)
            return type.WithModifiers(type.Modifiers.Add(word));
        var keyword = type.Keyword;
        return type.WithKeyword(keyword.WithLeadingTrivia())
            .WithModifiers(SyntaxFactory.TokenList(word.WithLeadingTrivia(keyword.LeadingTrivia)));
    }
}
