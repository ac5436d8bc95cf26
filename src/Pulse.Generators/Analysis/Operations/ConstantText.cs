using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Pulse.Generators.Analysis.Operations;

/// <summary>
/// The string that an expression always evaluates to: a constant of C#, the text of an open enum's member
/// (<c>TaskStatusState.Running.Text</c>), an enum member's name, or a combination of these.
/// </summary>
internal static class ConstantText
{
    /// <summary>The string; null if it is not known, or is null.</summary>
    public static string? Of(IOperation? operation) =>
        operation switch
        {
            null => null,
            { ConstantValue: { HasValue: true, Value: var value } } => OfConstant(value),
            IFieldReferenceOperation
            {
                Field: { Name: "Empty", ContainingType.SpecialType: SpecialType.System_String }
            } => "",
            IConversionOperation { Type.SpecialType: SpecialType.System_String or SpecialType.System_Object } to => Of(
                to.Operand
            ) ?? OfMember(to.Operand),
            IParenthesizedOperation inner => Of(inner.Operand),
            IBinaryOperation
            {
                OperatorKind: BinaryOperatorKind.Add,
                Type.SpecialType: SpecialType.System_String
            } sum => Of(sum.LeftOperand) is { } left && Of(sum.RightOperand) is { } right ? left + right : null,
            IInterpolatedStringOperation text => Interpolated(text),
            IPropertyReferenceOperation { Property.Name: "Text", Instance: { } instance } => OfMember(instance),
            IInvocationOperation { TargetMethod.Name: "ToString", Arguments.IsEmpty: true, Instance: { } instance } =>
                OfMember(instance),
            _ => null,
        };

    /// <summary>
    /// The constants that an expression can evaluate to, with the branch of the condition that each is in. A branch that is not
    /// constant is left out.
    /// </summary>
    public static IEnumerable<(string Text, IOperation At)> Each(IOperation operation)
    {
        if (Of(operation) is { } text)
            return [(text, operation)];
        return operation switch
        {
            IConversionOperation { IsImplicit: true } to => Each(to.Operand),
            IParenthesizedOperation inner => Each(inner.Operand),
            IConditionalOperation { WhenFalse: { } whenFalse } either => Each(either.WhenTrue).Concat(Each(whenFalse)),
            ICoalesceOperation either => Each(either.Value).Concat(Each(either.WhenNull)),
            ISwitchExpressionOperation choice => choice.Arms.SelectMany(arm => Each(arm.Value)),
            _ => [],
        };
    }

    // Of other types, only values with the same text in every culture.
    private static string? OfConstant(object? value) =>
        value switch
        {
            string text => text,
            char one => one.ToString(),
            >= 0 and int number => number.ToString(CultureInfo.InvariantCulture),
            _ => null,
        };

    private static string? Interpolated(IInterpolatedStringOperation interpolated)
    {
        var text = "";
        foreach (var part in interpolated.Parts)
        {
            var more = part switch
            {
                IInterpolatedStringTextOperation literal => Of(literal.Text),
                IInterpolationOperation { Alignment: null, FormatString: null } hole => Of(hole.Expression)
                    ?? OfMember(hole.Expression),
                _ => null,
            };
            if (more is null)
                return null;
            text += more;
        }

        return text;
    }

    /// <summary>The text of a known member of an open enum, or the name of an enum's member.</summary>
    private static string? OfMember(IOperation operation) =>
        operation switch
        {
            IConversionOperation { IsImplicit: true } boxed => OfMember(boxed.Operand),
            IFieldReferenceOperation { Field: { ContainingType.TypeKind: TypeKind.Enum } field } => field.Name,
            IPropertyReferenceOperation
            {
                Property: { IsStatic: true, ContainingType: var type, Name: var name } property
            } when SymbolEqualityComparer.Default.Equals(property.Type, type) => type.GetTypeMembers("Texts")
                .SelectMany(texts => texts.GetMembers(name))
                .OfType<IFieldSymbol>()
                .FirstOrDefault(field => field is { IsConst: true })
                ?.ConstantValue as string,
            _ => null,
        };
}
