using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Pulse.Generators.Analysis.Bindings;
using Pulse.Generators.Analysis.Operations;

namespace Pulse.Generators.Analysis.Checks;

/// <summary>
/// Checks the constants that fields of typed bindings and routing keys are set to, in initializers and in <c>with</c>.
/// </summary>
internal sealed class FieldValueCheck(KnownBindings bindings)
{
    public void Check(OperationAnalysisContext context)
    {
        var initializer = context.Operation switch
        {
            IObjectCreationOperation creation => creation.Initializer,
            IWithOperation with => with.Initializer,
            _ => null,
        };
        if (initializer is null)
            return;
        var binding = bindings.Of(context.Operation.Type);
        if ((binding ?? bindings.OfKey(context.Operation.Type)) is not { } shape)
            return;

        var hasLongWord = false;
        foreach (var (field, value) in FieldValues.Assignments(initializer, shape))
        {
            foreach (var (text, at) in ConstantText.Each(value))
            {
                var isTooLong = !ShortString.Fits(text);
                hasLongWord |= isTooLong;
                CheckValue(context, field, text, isTooLong, isPattern: binding is not null, at);
            }
        }

        if (!hasLongWord)
            CheckLength(context, shape);
    }

    private static void CheckValue(
        OperationAnalysisContext context,
        RoutingField field,
        string text,
        bool isTooLong,
        bool isPattern,
        IOperation at
    )
    {
        if (field.WhyNot(text) is { } reason)
        {
            var advice = isPattern ? "leave it null to match any value" : "set what the message is published under";
            context.Report(Rules.NotAWord, at, field.Property, reason, text, advice);
        }
        else if (!isPattern && WordText.Wildcard(text) is { } wildcard)
        {
            context.Report(Rules.WildcardInKey, at, text, wildcard);
        }
        else if (isTooLong)
        {
            context.Report(Rules.TooLong, at, "routing keys", Encoding.UTF8.GetByteCount(text));
        }
        else if (isPattern && field.WhyExcluded(text) is { } excluded)
        {
            // Keys are also made up, for tests; a pattern with such a value waits in vain.
            context.Report(Rules.ExcludedBySchema, at, field.Name, text, excluded);
        }
    }

    /// <summary>A field whose value is not known has at least one byte, like one that is not set.</summary>
    private static void CheckLength(OperationAnalysisContext context, BindingShape shape)
    {
        var values = FieldValues.Of(context.Operation, shape);
        var shortest = shape.Pattern(field => values.TryGet(field, out var text) ? text : null);
        if (!ShortString.Fits(shortest))
            context.Report(
                Rules.TooLong,
                context.Operation,
                "routing keys",
                $"at least {Encoding.UTF8.GetByteCount(shortest)}"
            );
    }
}
