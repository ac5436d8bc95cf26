using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Pulse.Generators.Analysis;

namespace Pulse.CodeFixes;

/// <summary>Removes the prefix that a route has twice.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class RoutePrefixFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(Rules.PrefixTwice.Id);

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override Task RegisterCodeFixesAsync(CodeFixContext context) => LiteralReplacement.RegisterAsync(context);
}
