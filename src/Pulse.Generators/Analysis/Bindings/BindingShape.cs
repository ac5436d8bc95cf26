using Microsoft.CodeAnalysis;

namespace Pulse.Generators.Analysis.Bindings;

/// <summary>A generated binding: its exchange and the fields of its routing key, in order.</summary>
internal sealed class BindingShape
{
    private BindingShape(INamedTypeSymbol type, string exchange, IReadOnlyList<RoutingField> fields)
    {
        Type = type;
        Exchange = exchange;
        Fields = fields;
    }

    public INamedTypeSymbol Type { get; }

    /// <summary>The exchange's name as in the reference.</summary>
    public string Exchange { get; }

    public IReadOnlyList<RoutingField> Fields { get; }

    /// <summary>The pattern that matches every key of the exchange.</summary>
    public string OpenPattern => Pattern(_ => null);

    public static BindingShape? Of(INamedTypeSymbol type, PulseTypes types)
    {
        if (
            PulseTypes.Find(type, types.TopicExchange)?.ConstructorArguments.FirstOrDefault().Value
            is not string exchange
        )
            return null;
        var fields = type.GetMembers()
            .OfType<IPropertySymbol>()
            .Select(property => RoutingField.Of(property, types.RoutingWord))
            .OfType<RoutingField>()
            .OrderBy(field => field.Position)
            .ToList();
        return
            fields.Where((field, index) => field.Position != index).Any() || fields.Count(f => f.HasMultipleWords) > 1
            ? null // Not the generator's output.
            : new(type, exchange, fields);
    }

    public RoutingField? Field(string property) => Fields.FirstOrDefault(field => field.Property == property);

    /// <summary>The pattern of a binding whose fields have these values; null leaves a field unset.</summary>
    public string Pattern(Func<RoutingField, string?> value) =>
        string.Join(".", Fields.Select(field => field.Constant ?? value(field) ?? field.Open));
}
