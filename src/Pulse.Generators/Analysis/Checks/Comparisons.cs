using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Pulse.Generators.Analysis.Bindings;
using Pulse.Generators.Analysis.Operations;

namespace Pulse.Generators.Analysis.Checks;

/// <summary>Finds strings that are compared with an open enum or with an exchange's name, and hands them to the checks.</summary>
internal sealed class Comparisons(PulseTypes types, KnownBindings bindings)
{
    private readonly UnknownTextCheck _unknownTexts = new(new OpenEnums(types, bindings));
    private readonly MisspeltExchangeCheck _misspeltExchanges = new(bindings);

    public void Check(OperationAnalysisContext context)
    {
        if (ComparedText.Of(context.Operation) is { } compared)
            Check(context, compared);
        else if (context.Operation is IInvocationOperation { TargetMethod.Name: "Contains" } call)
        {
            foreach (var one in ComparedText.Among(call))
                Check(context, one);
        }
    }

    private void Check(OperationAnalysisContext context, ComparedText compared)
    {
        var value = Followed(compared.Value);
        if (IsExchange(value))
            _misspeltExchanges.CheckComparison(context, compared);
        else
            _unknownTexts.Check(context, compared, value);
    }

    private bool IsExchange(IOperation value) =>
        value is IPropertyReferenceOperation { Property: { Name: "Exchange" or "ExchangeName" } property }
        && SymbolEqualityComparer.Default.Equals(property.ContainingAssembly, types.Runtime);

    /// <summary>What a value is at last: behind <c>?.</c>, before <c>??</c>, and what a local variable was set to.</summary>
    private static IOperation Followed(IOperation value) =>
        value switch
        {
            IConditionalAccessOperation access => Followed(LocalInitializers.Bare(access.WhenNotNull)),
            ICoalesceOperation either => Followed(LocalInitializers.Bare(either.Value)),
            ILocalReferenceOperation local
                when IsPromising(local.Local)
                    && LocalInitializers.Resolve(local) is var set and not ILocalReferenceOperation => Followed(set),
            _ => value,
        };

    // Looking for assignments takes time, and most variables hold something else.
    private static bool IsPromising(ILocalSymbol local) =>
        local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax()
            is VariableDeclaratorSyntax { Initializer.Value: { } value }
        && value.GetLastToken().GetPreviousToken() is var before
        && (
            value.GetLastToken().ValueText is "Text" or "Exchange" or "ExchangeName"
            || (before.ValueText is "(" && before.GetPreviousToken().ValueText is "ToString")
        );
}
