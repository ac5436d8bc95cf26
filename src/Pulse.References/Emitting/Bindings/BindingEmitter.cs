using Pulse.References.Emitting.Records;
using Pulse.References.Emitting.Writing;
using Pulse.References.Naming;
using Pulse.References.Specs;

namespace Pulse.References.Emitting.Bindings;

/// <summary>Emits the type that binds to an exchange.</summary>
internal sealed class BindingEmitter(CSharp csharp)
{
    public void Emit(SourceWriter writer, BindingSpec binding)
    {
        var self = csharp.Nested(binding.Name);
        var payload = csharp.Type(binding.Payload);
        var key = csharp.Nested(binding.KeyName);
        var interfaceType = $"global::Pulse.IBinding<{key}, {payload}>";

        writer.Document(
            binding.Description,
            $"The exchange `{binding.ExchangeName}`.",
            [$"Routing key: <c>{Documentation.Escape(binding.KeyForm(" . "))}</c>"],
            $"Exchange: <c>{Documentation.Escape(binding.ExchangeName)}</c>",
            "A field that is <see langword=\"null\"/> matches any value; if all are, the binding matches every message of the exchange."
        );
        writer.Lines(CSharp.Generated);
        writer.Lines($"[global::Pulse.TopicExchange({CSharp.Literal(binding.ExchangeName)})]");
        writer.Open($"public sealed partial record {binding.Name} : {interfaceType}");
        foreach (var field in binding.Fields.Where(field => field.Constant is null))
            writer.Lines($"private readonly string? {Backing(field)};");
        EmitFields(writer, binding);
        writer.Lines(
            $$"""

            /// <inheritdoc/>
            public string ExchangeName => {{CSharp.Literal(binding.ExchangeName)}};

            /// <inheritdoc/>
            /// <exception cref="global::System.InvalidOperationException">The key is over 255 bytes of UTF-8.</exception>
            public string RoutingKey => global::Pulse.Decoding.RoutingKeyText.Checked(UncheckedRoutingKey);

            private string UncheckedRoutingKey => {{Key(binding)}};

            /// <summary>Binds to the custom routes that messages of this exchange carry in their <c>CC</c> header.</summary>
            /// <param name="pattern">The route's pattern without the prefix <c>route.</c>, such as <c>index.gecko.v2.#</c>.</param>
            /// <returns>A binding with the same payload, whose key is <c>route.</c> and the pattern.</returns>
            /// <exception cref="global::System.ArgumentException">The pattern is empty or too long.</exception>
            public static {{interfaceType}} Route([global::Pulse.RoutingPattern(Prefix = "route.")] string pattern) =>
                global::Pulse.Binding.ToRoute<{{key}}, {{payload}}>(new {{self}}(), pattern);

            /// <inheritdoc/>
            public {{payload}} ReadPayload({{CSharp.Bytes}} json) => {{DecoderEmitter.Document(
                csharp,
                binding.Payload
            )}};

            /// <inheritdoc/>
            public {{key}} ReadRouting(string routingKey) => {{key}}.Parse(routingKey);

            /// <summary>The exchange and the pattern, for people.</summary>
            /// <returns>The name of the exchange and the routing key.</returns>
            public override string ToString() => ExchangeName + " " + UncheckedRoutingKey;

            /// <summary>Whether another binding has the same pattern.</summary>
            /// <param name="other">The other one.</param>
            /// <returns>Whether it has.</returns>
            public bool Equals({{self}}? other) =>
                other is not null && UncheckedRoutingKey == other.UncheckedRoutingKey;

            /// <inheritdoc/>
            public override int GetHashCode() => UncheckedRoutingKey.GetHashCode();

            {{CSharp.NoPrintMembers}}
            """
        );
        writer.Close();
    }

    private static void EmitFields(SourceWriter writer, BindingSpec binding)
    {
        foreach (var (field, position) in binding.Fields.Select((field, position) => (field, position)))
        {
            writer.Blank().Document(field.Summary, $"The field `{field.Name}` of the routing key.");
            writer.Lines($"[global::Pulse.RoutingWord({position}, {CSharp.Literal(field.Name)}{Details(field)})]");
            if (field.Constant is { } constant)
            {
                writer.Lines($"public string {field.PropertyName} => {CSharp.Literal(constant)};");
                continue;
            }

            var check = field.HasMultipleWords ? "Words" : "Word";
            writer.Lines(
                $$"""
                public string? {{field.PropertyName}}
                {
                    get => {{Backing(field)}};
                    init => {{Backing(
                    field
                )}} = global::Pulse.Decoding.RoutingKeyText.{{check}}(value, {{CSharp.Literal(field.PropertyName)}});
                }
                """
            );
        }
    }

    private static string Details(FieldSpec field)
    {
        var (pattern, maxLength, values) = (
            field.Constraint.Pattern,
            field.Constraint.MaxLength,
            field.Constraint.Values
        );
        return (field.IsRequired ? ", Required = true" : "")
            + (field.HasMultipleWords ? ", MultipleWords = true" : "")
            + (field.Constant is { } constant ? $", Constant = {CSharp.Literal(constant)}" : "")
            + (pattern is null ? "" : $", Pattern = {CSharp.Literal(pattern)}")
            + (maxLength is null ? "" : $", MaxLength = {maxLength}")
            + (
                values.Count == 0
                    ? ""
                    : $", Values = new string[] {{ {string.Join(", ", values.Select(CSharp.Literal))} }}"
            );
    }

    private static string Key(BindingSpec binding)
    {
        var words = binding.Fields.Select(field =>
            field.Constant is not null
                ? field.PropertyName
                : $"({Backing(field)} ?? {(field.HasMultipleWords ? "\"#\"" : "\"*\"")})"
        );
        return binding.Fields.Count == 0 ? "\"\"" : string.Join(" + \".\" + ", words);
    }

    private static string Backing(FieldSpec field) => "_" + Identifier.Local(field.PropertyName).TrimStart('@');
}
