using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Pulse.Generators.Analysis.Operations;

namespace Pulse.Generators.Analysis.Bindings;

/// <summary>The binding that an expression creates, as far as it is known at compile time.</summary>
/// <param name="Exchange">Its exchange.</param>
/// <param name="Pattern">The widest pattern that it can have.</param>
/// <param name="IsExact">Whether it certainly has that pattern.</param>
/// <param name="Type">The type that its messages are read as.</param>
internal sealed record BindingValue(string Exchange, string Pattern, bool IsExact, ITypeSymbol? Type)
{
    /// <summary>The binding; null if not even its exchange is known.</summary>
    public static BindingValue? Of(IOperation operation, PulseTypes types, KnownBindings bindings)
    {
        var value = LocalInitializers.Resolve(operation);
        switch (value)
        {
            case IInvocationOperation { TargetMethod: { IsStatic: true } method } call when types.IsRuntimes(method):
                return OfRuntimeCall(call, types, bindings);

            case IInvocationOperation
            {
                TargetMethod: { IsStatic: true, Name: "Route" } method,
                Arguments.Length: 1
            } call when bindings.Of(method.ContainingType) is { } shape:
                var text = ConstantText.Of(call.Arguments[0].Value);
                return new(shape.Exchange, "route." + (text ?? "#"), text is not null, shape.Type);
        }

        if (bindings.Of(value.Type) is not { } typed)
            return null;
        var fields = FieldValues.Of(value, typed);
        return new(
            typed.Exchange,
            typed.Pattern(field => fields.TryGet(field, out var constant) ? constant : null),
            typed.Fields.All(field => fields.TryGet(field, out _)),
            typed.Type
        );
    }

    private static BindingValue? OfRuntimeCall(IInvocationOperation call, PulseTypes types, KnownBindings bindings)
    {
        switch (call.TargetMethod.Name)
        {
            case "To" when ConstantText.Of(call.Argument("exchange")) is { } exchange:
                var pattern = ConstantText.Of(call.Argument("routingKey"));
                return new(exchange, pattern ?? "#", pattern is not null, call.Type);

            case "ToRoute" when call.Argument("binding") is { } of && Of(of, types, bindings) is { } binding:
                var route = ConstantText.Of(call.Argument("route"));
                return binding with { Pattern = "route." + (route ?? "#"), IsExact = route is not null };

            default:
                return null;
        }
    }
}
