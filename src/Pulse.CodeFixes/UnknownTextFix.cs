using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Pulse.Generators.Analysis;

namespace Pulse.CodeFixes;

/// <summary>Corrects a string that is compared with an open enum.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class UnknownTextFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(Rules.UnknownText.Id);

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override Task RegisterCodeFixesAsync(CodeFixContext context) => LiteralReplacement.RegisterAsync(context);
}
