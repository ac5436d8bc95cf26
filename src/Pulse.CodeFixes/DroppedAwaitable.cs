using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Pulse.CodeFixes;

/// <summary>Has a lambda await what it drops.</summary>
internal static class DroppedAwaitable
{
    /// <summary>The changed file; null if there is no certain way.</summary>
    public static async Task<(string Title, SyntaxNode Root)?> FixAsync(
        CodeFixContext context,
        ExpressionSyntax dropped
    )
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        // What a method drops is reported where the method is passed as a handler.
        if (
            root is null
            || model is null
            || dropped.FirstAncestorOrSelf<AnonymousFunctionExpressionSyntax>() is not LambdaExpressionSyntax lambda
            || model.GetSymbolInfo(lambda, context.CancellationToken).Symbol is not IMethodSymbol function
            || (dropped is IdentifierNameSyntax or MemberAccessExpressionSyntax)
        )
            return null;

        // async d => await Task.Factory.StartNew(async () => …): awaiting twice awaits the inner task, too.
        if (dropped is AwaitExpressionSyntax)
            return dropped.Parent is ExpressionStatementSyntax or LambdaExpressionSyntax
                ? ("Await the inner task", root.ReplaceNode(dropped, Awaited(dropped)))
                : null;
        if (dropped.Parent is EqualsValueClauseSyntax)
            return FixVariable(root, lambda, function, dropped);
        if (function.IsAsync)
            return null;
        if (function.ReturnsVoid)
            return ("Await it", root.ReplaceNode(lambda, Awaiting(lambda, dropped, Awaited(dropped))));
        if (IsTaskOfTask(model.GetTypeInfo(dropped, context.CancellationToken).Type))
            return ("Return the inner task", root.ReplaceNode(dropped, Unwrapped(dropped)));
        return lambda.ExpressionBody == dropped
            ? ("Await both", root.ReplaceNode(lambda, Awaiting(lambda, dropped, Awaited(Awaited(dropped)))))
            : null;
    }

    /// <summary>Replaces the declaration of a variable that nothing reads.</summary>
    private static (string, SyntaxNode)? FixVariable(
        SyntaxNode root,
        LambdaExpressionSyntax lambda,
        IMethodSymbol function,
        ExpressionSyntax value
    )
    {
        if (
            value.Parent?.Parent?.Parent?.Parent
                is not LocalDeclarationStatementSyntax { Declaration.Variables.Count: 1 } declaration
            || !(function.IsAsync || function.ReturnsVoid)
        )
            return null;
        var statement = SyntaxFactory
            .ExpressionStatement(Awaited(value.WithoutTrivia()), declaration.SemicolonToken)
            .WithLeadingTrivia(declaration.GetLeadingTrivia());
        return (
            "Await it",
            root.ReplaceNode(
                lambda,
                function.IsAsync ? lambda.ReplaceNode(declaration, statement) : Awaiting(lambda, declaration, statement)
            )
        );
    }

    private static bool IsTaskOfTask(ITypeSymbol? type) =>
        type is INamedTypeSymbol { Name: "Task", TypeArguments.Length: 1 } outer
        && outer.TypeArguments[0] is INamedTypeSymbol { Name: "Task", ContainingNamespace.Name: "Tasks" };

    private static AwaitExpressionSyntax Awaited(ExpressionSyntax value) =>
        SyntaxFactory
            .AwaitExpression(
                SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space),
                value.WithoutTrivia()
            )
            .WithTriviaFrom(value);

    private static InvocationExpressionSyntax Unwrapped(ExpressionSyntax value) =>
        SyntaxFactory
            .InvocationExpression(
                SyntaxFactory.MemberAccessExpression(
                    SyntaxKind.SimpleMemberAccessExpression,
                    value.WithoutTrivia(),
                    SyntaxFactory.IdentifierName("Unwrap")
                )
            )
            .WithTriviaFrom(value);

    private static LambdaExpressionSyntax Awaiting(LambdaExpressionSyntax lambda, SyntaxNode old, SyntaxNode awaited)
    {
        var async = SyntaxFactory
            .Token(SyntaxKind.AsyncKeyword)
            .WithLeadingTrivia(lambda.GetLeadingTrivia())
            .WithTrailingTrivia(SyntaxFactory.Space);
        var changed = lambda.ReplaceNode(old, awaited).WithoutLeadingTrivia();
        return (LambdaExpressionSyntax)changed.WithModifiers(changed.Modifiers.Insert(0, async));
    }
}
