using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Pulse.Generators.Analysis.Operations;

/// <summary>A string that is compared with a value: with an operator, a method or a pattern.</summary>
/// <param name="Value">The value, without conversions.</param>
/// <param name="Text">The string.</param>
/// <param name="At">The expression for the string, without conversions.</param>
/// <param name="IgnoresCase">Whether the comparison may ignore case.</param>
internal sealed record ComparedText(IOperation Value, string Text, IOperation At, bool IgnoresCase = false)
{
    /// <summary>The comparison that an operation makes; null if it makes none with a constant string.</summary>
    public static ComparedText? Of(IOperation operation) =>
        operation switch
        {
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } equality
                when MayBeString(equality) => Between(equality.LeftOperand, equality.RightOperand),
            IInvocationOperation { TargetMethod.Name: "Equals" } call => OfCall(call),
            IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: string text } } pattern => Input(
                pattern
            )
                is { } input
                ? new(input, text, LocalInitializers.Bare(pattern.Value))
                : null,
            ISingleValueCaseClauseOperation
            {
                Value.ConstantValue: { HasValue: true, Value: string text },
                Parent: ISwitchCaseOperation { Parent: ISwitchOperation choice }
            } clause => new(LocalInitializers.Bare(choice.Value), text, LocalInitializers.Bare(clause.Value)),
            _ => null,
        };

    /// <summary>The comparisons of <c>new[] { "…", "…" }.Contains(value)</c>; none for other collections.</summary>
    public static IEnumerable<ComparedText> Among(IInvocationOperation contains) =>
        contains.Receiver() is { Type.SpecialType: not SpecialType.System_String } list
        && contains.Arguments.LastOrDefault() is { Value: { Type.SpecialType: SpecialType.System_String } value }
        && LocalInitializers.Resolve(list).Elements() is { } elements
            ? elements
                .Select(Constant)
                .OfType<(string Text, IOperation At)>()
                .Select(one => new ComparedText(LocalInitializers.Bare(value), one.Text, one.At))
            : [];

    // Most comparisons are of numbers and references.
    private static bool MayBeString(IBinaryOperation equality) =>
        equality.OperatorMethod is not null
        || equality.LeftOperand.Type?.SpecialType is SpecialType.System_String
        || equality.RightOperand.Type?.SpecialType is SpecialType.System_String;

    private static ComparedText? OfCall(IInvocationOperation call)
    {
        var values = call.Arguments.Where(one => one.Parameter?.Type.TypeKind != TypeKind.Enum).ToList();
        var ignoresCase =
            call.Instance?.Type is { Name: "StringComparer" }
            || call.Arguments.Any(one =>
                one.Parameter?.Type is { Name: "StringComparison" } && !IsCaseSensitive(one.Value.ConstantValue)
            );
        var compared = (call.Instance, values.Count) switch
        {
            ({ } instance, 1) => Between(instance, values[0].Value),
            (_, 2) => Between(values[0].Value, values[1].Value),
            _ => null,
        };
        return compared is null ? null : compared with { IgnoresCase = ignoresCase };
    }

    private static bool IsCaseSensitive(Optional<object?> comparison) =>
        comparison is { HasValue: true, Value: int value }
        && (StringComparison)value
            is StringComparison.Ordinal
                or StringComparison.InvariantCulture
                or StringComparison.CurrentCulture;

    private static ComparedText? Between(IOperation left, IOperation right)
    {
        var (one, other) = (Constant(left), Constant(right));
        return (one, other) switch
        {
            (null, { } text) => new(LocalInitializers.Bare(left), text.Text, text.At),
            ({ } text, null) => new(LocalInitializers.Bare(right), text.Text, text.At),
            _ => null,
        };
    }

    private static (string Text, IOperation At)? Constant(IOperation operand)
    {
        var bare = LocalInitializers.Bare(operand);
        // A value of an open enum that is made of a string.
        if (bare is IObjectCreationOperation { Type.TypeKind: TypeKind.Struct, Arguments: { Length: 1 } made })
            bare = LocalInitializers.Bare(made[0].Value);
        return ConstantText.Of(bare) is { } text ? (text, bare) : null;
    }

    /// <summary>The value that a pattern is matched with; for a part of a pattern, the part of the value.</summary>
    private static IOperation? Input(IOperation pattern)
    {
        for (var at = pattern; at.Parent is { } parent; at = parent)
        {
            switch (parent)
            {
                case IBinaryPatternOperation or INegatedPatternOperation or IPatternCaseClauseOperation:
                    continue;
                case IPropertySubpatternOperation { Member: IPropertyReferenceOperation member }:
                    return member;
                case IIsPatternOperation whole:
                    return LocalInitializers.Bare(whole.Value);
                case ISwitchExpressionArmOperation { Parent: ISwitchExpressionOperation choice }:
                    return LocalInitializers.Bare(choice.Value);
                case ISwitchCaseOperation { Parent: ISwitchOperation choice }:
                    return LocalInitializers.Bare(choice.Value);
                case IRecursivePatternOperation { DeconstructionSubpatterns: var parts }:
                    return Element(Input(parent), parts, at);
                default:
                    return null;
            }
        }

        return null;
    }

    private static IOperation? Element(IOperation? tuple, ImmutableArray<IPatternOperation> parts, IOperation part) =>
        tuple is ITupleOperation { Elements: var elements } && parts.Length == elements.Length
            ? elements.Where((_, index) => parts[index] == part).Select(LocalInitializers.Bare).FirstOrDefault()
            : null;
}
