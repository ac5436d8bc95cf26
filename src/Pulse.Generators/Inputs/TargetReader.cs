using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Pulse.References;
using Pulse.References.Collections;
using Pulse.References.Diagnostics;
using Pulse.References.Emitting.Writing;

namespace Pulse.Generators.Inputs;

/// <summary>Reads the class and the arguments of a <c>[PulseExchanges]</c> attribute.</summary>
internal static class TargetReader
{
    public const string AttributeName = "Pulse.PulseExchangesAttribute";

    // What is emitted is tested with this version and all later ones.
    private const LanguageVersion Oldest = LanguageVersion.CSharp12;

    public static bool CouldBeTarget(SyntaxNode node) => node is TypeDeclarationSyntax;

    public static LocatedTarget? Read(GeneratorAttributeSyntaxContext context)
    {
        var declaration = (TypeDeclarationSyntax)context.TargetNode;
        var attribute = context.Attributes[0];
        if (
            attribute.ApplicationSyntaxReference?.GetSyntax() is not AttributeSyntax syntax
            || attribute.ConstructorArguments.Length != 1
            || !IsFirst(context.TargetSymbol, attribute)
        )
            return null; // The compiler itself reports what is wrong here.

        var service = attribute.ConstructorArguments[0].Value as string ?? "";
        var containing = declaration.Ancestors().OfType<TypeDeclarationSyntax>().Reverse().ToList();
        var symbol = (INamedTypeSymbol)context.TargetSymbol;
        var space = symbol.ContainingNamespace;
        var target = new TargetClass(
            space.IsGlobalNamespace ? "" : space.ToDisplayString(),
            containing.Select(type => $"{Keyword(type)} {Name(type)}").ToEquatableArray(),
            Name(declaration),
            IsVisible(symbol)
        );
        var error = WhyNot(declaration, containing) is { } reason
            ? InputDiagnostic.AtClass(DiagnosticRule.NotPartial, declaration.Identifier.Text, reason)
            : null;
        var options = new ServiceOptions(
            Argument(attribute, "ExchangePrefix") as string,
            Argument(attribute, "DateTimesAsText") is true
        );
        return new(new(target, service, options, error), AttributeLocation.Of(syntax));
    }

    private static object? Argument(AttributeData attribute, string name) =>
        attribute.NamedArguments.FirstOrDefault(argument => argument.Key == name).Value.Value;

    // The compiler reports an attribute on two parts of one class; the first one counts here.
    private static bool IsFirst(ISymbol symbol, AttributeData attribute)
    {
        var first = symbol
            .GetAttributes()
            .First(other => SymbolEqualityComparer.Default.Equals(other.AttributeClass, attribute.AttributeClass));
        var (one, other) = (first.ApplicationSyntaxReference, attribute.ApplicationSyntaxReference);
        return one?.Span == other?.Span && one?.SyntaxTree == other?.SyntaxTree;
    }

    /// <summary>The name of a type as it can be written anywhere, even if it was declared with an escape such as <c>\u0041</c>.</summary>
    private static string Name(TypeDeclarationSyntax type) =>
        type.Identifier.Text == type.Identifier.ValueText ? type.Identifier.Text : "@" + type.Identifier.ValueText;

    private static string? WhyNot(TypeDeclarationSyntax declaration, List<TypeDeclarationSyntax> containing)
    {
        if (declaration.SyntaxTree.Options is CSharpParseOptions { LanguageVersion: < Oldest and var version })
        {
            return $"the project is compiled as C# {version.ToDisplayString()}, and the generated code needs C# 12; "
                + "remove LangVersion from the project, or set it to 12 or later";
        }

        if (declaration is not ClassDeclarationSyntax)
            return $"it is a {Keyword(declaration)}; declare it 'static partial class'";
        if (declaration.Modifiers.Any(SyntaxKind.FileKeyword))
            return "it is local to its file; remove 'file'";
        foreach (var type in (TypeDeclarationSyntax[])[.. containing, declaration])
        {
            var what = type == declaration ? "it" : $"its containing type '{type.Identifier.Text}'";
            if (type.TypeParameterList is not null)
                return $"{what} is generic; remove the type parameters";
            if (!type.Modifiers.Any(SyntaxKind.PartialKeyword))
                return $"{what} is not partial; add 'partial'";
        }

        return null;
    }

    private static string Keyword(TypeDeclarationSyntax type) =>
        type is RecordDeclarationSyntax { ClassOrStructKeyword.RawKind: (int)SyntaxKind.StructKeyword }
            ? "record struct"
            : type.Keyword.Text;

    private static bool IsVisible(INamedTypeSymbol? type)
    {
        for (; type is not null; type = type.ContainingType)
        {
            if (
                type.DeclaredAccessibility
                is Accessibility.Private
                    or Accessibility.Protected
                    or Accessibility.ProtectedAndInternal
            )
                return false;
        }

        return true;
    }
}
