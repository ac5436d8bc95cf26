using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Pulse.Generators.Analysis;

namespace Pulse.CodeFixes;

/// <summary>Corrects the name of a misspelt exchange.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class MisspeltExchangeFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        ImmutableArray.Create(Rules.MisspeltExchange.Id);

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override Task RegisterCodeFixesAsync(CodeFixContext context) => LiteralReplacement.RegisterAsync(context);
}
