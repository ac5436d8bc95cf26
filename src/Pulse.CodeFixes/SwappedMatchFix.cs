using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Pulse.Generators.Analysis;

namespace Pulse.CodeFixes;

/// <summary>Swaps pattern and routing key.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class SwappedMatchFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(Rules.SwappedMatch.Id);

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override Task RegisterCodeFixesAsync(CodeFixContext context) =>
        ArgumentSwap.RegisterAsync(context, "Swap pattern and routing key");
}
