using Pulse.References.Emitting.Records;
using Pulse.References.Emitting.Writing;
using Pulse.References.Specs;

namespace Pulse.References.Emitting.Bindings;

/// <summary>Emits the type of an exchange's routing keys: what is delivered, and what a message is published under.</summary>
internal sealed class KeyEmitter(CSharp csharp)
{
    private const string Words = "global::Pulse.Decoding.RoutingKeyWords";

    public void Emit(SourceWriter writer, BindingSpec binding)
    {
        var self = csharp.Nested(binding.KeyName);
        var payload = csharp.Type(binding.Payload);
        var form = binding.KeyForm(".");
        var shape = $"{binding.Fields.Count}, {CSharp.Number(binding.MultipleWordsAt)}";
        var constants = binding.Fields.Select(field =>
            field.Constant is { } constant ? CSharp.Literal(constant) : "null"
        );

        writer.Document(
            $"A routing key of the exchange `{binding.ExchangeName}`.",
            "",
            [$"Routing key: <c>{Documentation.Escape(binding.KeyForm(" . "))}</c>"],
            "Deliveries have one, and messages are published under one."
        );
        writer.Lines(CSharp.Generated);
        writer.Lines($"[global::Pulse.RoutingKeyOf(typeof({csharp.Nested(binding.Name)}))]");
        writer.Open($"public sealed partial record {binding.KeyName} : global::Pulse.IRoutingKey<{payload}>");
        writer.Lines($"private readonly {Words} _words;");
        foreach (var (field, position) in binding.Fields.Select((field, position) => (field, position)))
            EmitField(writer, field, position);
        writer.Lines(
            $$"""

            /// <summary>Begins a routing key.</summary>
            public {{binding.KeyName}}() =>
                _words = new {{Words}}(new string?[] { {{string.Join(", ", constants)}} });

            #pragma warning disable CS8618 // The compiler does not see that the words are the required properties.
            [global::System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
            private {{binding.KeyName}}({{Words}} words) => _words = words;
            #pragma warning restore CS8618

            private {{binding.KeyName}}({{self}} original) => _words = original._words.Copy();

            /// <inheritdoc/>
            public string ExchangeName => {{CSharp.Literal(binding.ExchangeName)}};

            /// <inheritdoc/>
            /// <exception cref="global::System.InvalidOperationException">The key is over 255 bytes of UTF-8.</exception>
            public string RoutingKey => global::Pulse.Decoding.RoutingKeyText.Checked(ToString());

            /// <summary>Reads a routing key, as it was delivered.</summary>
            /// <param name="routingKey">The key.</param>
            /// <returns>The key's words.</returns>
            /// <exception cref="global::System.FormatException">The key has too few or too many words.</exception>
            public static {{self}} Parse(string routingKey) =>
                new({{Words}}.Parse(routingKey, {{shape}}, {{CSharp.Literal(form)}}));

            /// <summary>Reads a routing key, if it has as many words as this exchange's keys have.</summary>
            /// <param name="routingKey">The key.</param>
            /// <param name="key">The key's words; <see langword="null"/> if there are too few or too many.</param>
            /// <returns>Whether it could be read.</returns>
            public static bool TryParse(
                string? routingKey,
                [global::System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out {{self}}? key) =>
                (key = {{Words}}.TryParse(routingKey, {{shape}}) is { } words ? new(words) : null) is not null;

            /// <summary>The routing key: the words, joined by dots, with <c>_</c> for a field that has no value.</summary>
            /// <returns>The key.</returns>
            public override string ToString() => _words.ToString();

            """
        );
        EncoderEmitter.EmitPayload(writer, binding.Payload, payload);
        new ValidatorEmitter(csharp).EmitPayload(writer, binding);
        writer.Blank().Lines(CSharp.NoPrintMembers);
        writer.Close();
    }

    private static void EmitField(SourceWriter writer, FieldSpec field, int position)
    {
        writer.Blank().Document(field.Summary, $"The field `{field.Name}` of the routing key.");
        if (field.Constant is not null)
        {
            writer.Lines($"public string {field.PropertyName} => _words.Get({position});");
            return;
        }

        var (modifier, type, optional) = field.IsRequired ? ("required ", "string", "") : ("", "string?", "Optional");
        var set = $"Set{optional}{(field.HasMultipleWords ? "Words" : "Word")}";
        writer.Lines(
            $$"""
            public {{modifier}}{{type}} {{field.PropertyName}}
            {
                get => _words.Get{{optional}}({{position}});
                init => _words.{{set}}({{position}}, value, {{CSharp.Literal(field.PropertyName)}});
            }
            """
        );
    }
}
