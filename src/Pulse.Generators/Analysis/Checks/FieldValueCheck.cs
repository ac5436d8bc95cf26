using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Pulse.Generators.Analysis.Bindings;
using Pulse.Generators.Analysis.Operations;

namespace Pulse.Generators.Analysis.Checks;

/// <summary>Checks the constants that fields of typed bindings are set to, in initializers and in <c>with</c>.</summary>
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
        if (initializer is null || bindings.Of(context.Operation.Type) is not { } shape)
            return;

        var hasLongWord = false;
        foreach (var (field, value) in FieldValues.Assignments(initializer, shape))
        {
            foreach (var (text, at) in ConstantText.Each(value))
            {
                var isTooLong = !ShortString.Fits(text);
                hasLongWord |= isTooLong;
                if (Problem(field, text, isTooLong, at.Syntax.GetLocation()) is { } problem)
                    context.ReportDiagnostic(problem);
            }
        }

        if (!hasLongWord)
            CheckLength(context, shape);
    }

    private static Diagnostic? Problem(RoutingField field, string text, bool isTooLong, Location at)
    {
        if (field.WhyNot(text) is { } reason)
            return Diagnostic.Create(Rules.NotAWord, at, field.Property, reason, text);
        if (isTooLong)
            return Diagnostic.Create(Rules.TooLong, at, "routing keys", Encoding.UTF8.GetByteCount(text));
        return field.WhyExcluded(text) is { } excluded
            ? Diagnostic.Create(Rules.ExcludedBySchema, at, field.Name, text, excluded)
            : null;
    }

    /// <summary>A field whose value is not known has at least one byte, like one that is not set.</summary>
    private static void CheckLength(OperationAnalysisContext context, BindingShape shape)
    {
        var values = FieldValues.Of(context.Operation, shape);
        var shortest = shape.Pattern(field => values.TryGet(field, out var text) ? text : null);
        if (!ShortString.Fits(shortest))
        {
            var length = Encoding.UTF8.GetByteCount(shortest);
            context.ReportDiagnostic(
                Diagnostic.Create(
                    Rules.TooLong,
                    context.Operation.Syntax.GetLocation(),
                    "routing keys",
                    $"at least {length}"
                )
            );
        }
    }
}
