using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Pulse.Generators.Analysis.Operations;

namespace Pulse.Generators.Analysis.Bindings;

/// <summary>The values that an expression gives to a binding's fields, as far as they are known.</summary>
internal sealed class FieldValues
{
    private readonly bool _isFresh;
    private readonly Dictionary<string, (bool IsKnown, string? Text)> _set = [];

    private FieldValues(bool isFresh) => _isFresh = isFresh;

    public static FieldValues Of(IOperation value, BindingShape shape)
    {
        switch (LocalInitializers.Resolve(value))
        {
            case IObjectCreationOperation creation:
                var created = new FieldValues(isFresh: true);
                created.Set(creation.Initializer, shape);
                return created;

            case IWithOperation with:
                var changed = Of(with.Operand, shape);
                changed.Set(with.Initializer, shape);
                return changed;

            default:
                return new(isFresh: false);
        }
    }

    /// <summary>The assignments in an initializer that set fields of a binding.</summary>
    public static IEnumerable<(RoutingField Field, IOperation Value)> Assignments(
        IObjectOrCollectionInitializerOperation? initializer,
        BindingShape shape
    ) =>
        initializer is null
            ? []
            : initializer
                .Initializers.OfType<ISimpleAssignmentOperation>()
                .Select(set =>
                    (
                        Field: set.Target is IPropertyReferenceOperation to ? shape.Field(to.Property.Name) : null,
                        set.Value
                    )
                )
                .Where(set => set.Field is not null)
                .Select(set => (set.Field!, set.Value));

    /// <summary>Whether the value of a field is known. If so, it is the string, or null if the field is not set.</summary>
    public bool TryGet(RoutingField field, out string? text)
    {
        text = field.Constant;
        if (text is not null)
            return true;
        if (!_set.TryGetValue(field.Property, out var value))
            return _isFresh;
        text = value.Text;
        return value.IsKnown;
    }

    private void Set(IObjectOrCollectionInitializerOperation? initializer, BindingShape shape)
    {
        foreach (var (field, value) in Assignments(initializer, shape))
        {
            var text = ConstantText.Of(value);
            _set[field.Property] = (text is not null || value.ConstantValue is { HasValue: true, Value: null }, text);
        }
    }
}
