using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Pulse.Generators.Analysis.Bindings;
using Pulse.Generators.Analysis.Operations;

namespace Pulse.Generators.Analysis.Checks;

/// <summary>Checks that a binding used as a publishing key is complete and has no wildcards.</summary>
internal sealed class PublishingKeyCheck(PulseTypes types, KnownBindings bindings)
{
    public void Check(OperationAnalysisContext context, IOperation? key)
    {
        if (key is null)
            return;
        if (bindings.Of(LocalInitializers.Resolve(key).Type) is not { } shape)
        {
            if (BindingValue.Of(key, types, bindings) is { IsExact: true } raw)
                CheckWildcards(context, key, raw.Pattern);
            return;
        }

        var values = FieldValues.Of(key, shape);
        var missing = shape
            .Fields.Where(field => field.IsRequired && values.TryGet(field, out var text) && text is null)
            .Select(field => $"'{field.Property}'")
            .ToList();
        if (missing.Count > 0)
            context.Report(Rules.IncompleteKey, key, string.Join(", ", missing), shape.Exchange);

        foreach (var field in shape.Fields.Where(field => field.HasMultipleWords))
        {
            if (values.TryGet(field, out var text) && text is not null)
                CheckWildcards(context, key, text);
        }
    }

    private static void CheckWildcards(OperationAnalysisContext context, IOperation key, string text)
    {
        if (text.Split('.').FirstOrDefault(word => word is "*" or "#") is { } wildcard)
            context.Report(Rules.WildcardInKey, key, text, wildcard);
    }
}
