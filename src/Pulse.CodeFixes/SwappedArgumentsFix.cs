using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Pulse.Generators.Analysis;

namespace Pulse.CodeFixes;

/// <summary>Swaps exchange and pattern.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class SwappedArgumentsFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(Rules.Swapped.Id);

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override Task RegisterCodeFixesAsync(CodeFixContext context) =>
        ArgumentSwap.RegisterAsync(context, "Swap exchange and pattern");
}
