using Pulse.References.Emitting.Writing;
using Pulse.References.Specs;

namespace Pulse.References.Emitting.Bindings;

/// <summary>Emits the list of a service's exchanges: what the reference says of them, at run time.</summary>
internal sealed class ExchangeListEmitter(CSharp csharp)
{
    private const string Exchange = "global::Pulse.PulseExchange";
    private const string Field = "global::Pulse.PulseExchangeField";

    public void Emit(SourceWriter writer, IEnumerable<BindingSpec> bindings)
    {
        writer.Lines(
            "/// <summary>The service's exchanges: <c>PulsePublisher.DeclareExchangesAsync</c> declares them.</summary>"
        );
        writer.Lines(CSharp.Generated);
        writer.Lines(
            $"public static global::System.Collections.Generic.IReadOnlyList<{Exchange}> Exchanges {{ get; }} ="
        );
        writer.Lines($"    global::System.Array.AsReadOnly(new {Exchange}[]").Open();
        foreach (var binding in bindings)
        {
            var payload = csharp.NotNull(binding.Payload);
            var end = binding.Fields.Count == 0 ? ")," : ",";
            writer.Lines(
                $"new {Exchange}({CSharp.Literal(binding.ExchangeName)}, {CSharp.Literal(binding.Description)}, typeof({payload}){end}"
            );
            for (var i = 0; i < binding.Fields.Count; i++)
                writer.Lines($"    {New(binding.Fields[i])}{(i == binding.Fields.Count - 1 ? ")" : "")},");
        }

        writer.Close("});");
    }

    private static string New(FieldSpec field)
    {
        string?[] set =
        [
            field.IsRequired ? "Required = true" : null,
            field.HasMultipleWords ? "MultipleWords = true" : null,
            field.Constant is { } constant ? $"Constant = {CSharp.Literal(constant)}" : null,
        ];
        var isSet = set.Any(one => one is not null);
        return $"new {Field}({CSharp.Literal(field.Name)}, {CSharp.Literal(field.Summary)})"
            + (isSet ? $" {{ {string.Join(", ", set.Where(one => one is not null))} }}" : "");
    }
}
