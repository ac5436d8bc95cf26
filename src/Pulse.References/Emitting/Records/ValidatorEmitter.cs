using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using Pulse.References.Emitting.Writing;
using Pulse.References.Specs;

namespace Pulse.References.Emitting.Records;

/// <summary>Emits the code that checks a type's values against the schema: one call for each demand.</summary>
internal sealed class ValidatorEmitter
{
    private readonly CSharp _csharp;
    private readonly EqualityEmitter _equality;
    private readonly RuleEmitter _rules = new();

    public ValidatorEmitter(CSharp csharp)
    {
        _csharp = csharp;
        _equality = new EqualityEmitter(csharp);
    }

    public void Emit(SourceWriter writer, RecordSpec record)
    {
        EmitEntry(writer, record.Name, "record");
        var statements = new List<string>();
        if (RuleEmitter.Counts(record.Check, "Properties") is { } counts)
            statements.Add($"validator.Properties({CountOf(record)}, {counts});");
        foreach (var property in record.Properties)
            statements.AddRange(Property(property));
        // The other properties are the record's own, so there is nothing to enter.
        if (
            record.Rest is { } rest
            && Entries(new TypeSpec.Map(rest.Value), "this." + rest.Name, new(default, rest.Check), 0)
                is { Count: > 0 } others
        )
            statements.AddRange([
                $"if (this.{rest.Name} is not null)",
                "{",
                .. others.Select(statement => "    " + statement),
                "}",
            ]);
        Emit(writer, "internal void", statements);
    }

    /// <summary>Emits the check of a union's case.</summary>
    public void EmitCase(SourceWriter writer, UnionCaseSpec found)
    {
        var statements = new List<string>();
        if (!CSharp.IsValueType(found.Value))
            statements.Add($"validator.NotNull(this.Value, {CSharp.Literal(JsonType(found.Value))});");
        statements.AddRange(Of(found.Value, "this.Value", found.Check, 0, isPart: false));
        Emit(writer, "internal override void", statements);
    }

    /// <summary>Emits the check of a union's value that belongs to no case that the schema lists.</summary>
    public static void EmitOther(SourceWriter writer, UnionSpec union)
    {
        var markers = union.Cases.Select(found => found.Marker).OfType<string>();
        var values = new JArray(markers).ToString(Formatting.None);
        writer
            .Lines(CSharp.Hidden)
            .Lines(
                $"internal override void FindFaults({CSharp.Validator} validator) => validator.Holds(false, this.Value, {CSharp.Literal($"oneOf: {union.Property} in {values}")});"
            );
    }

    /// <summary>Emits the check of an exchange's payload, of whatever type: a list or a map has no method of its own.</summary>
    public void EmitPayload(SourceWriter writer, BindingSpec binding)
    {
        writer.Lines(
            """

            /// <inheritdoc/>
            /// <exception cref="global::Pulse.InvalidPayloadException">The payload does not fit its schema; the exception lists every place.</exception>
            """
        );
        writer.Open($"public void ValidatePayload({_csharp.Type(binding.Payload)} payload)");
        writer.Lines($"var validator = {CSharp.Validator}.Start();");
        if (IsElement(binding.Payload) && !binding.Payload.IsNullable)
            writer.Lines(
                "validator.Holds<string?>(payload.ValueKind != global::System.Text.Json.JsonValueKind.Undefined, null, \"required\");"
            );
        foreach (var statement in Of(binding.Payload, "payload", binding.PayloadCheck, 0, isPart: true))
            writer.Lines(statement);
        writer.Lines($"validator.End({CSharp.Literal("A payload of " + binding.ExchangeName)});");
        writer.Close();
        _rules.EmitFields(writer);
    }

    /// <summary>Emits the method that users call.</summary>
    public static void EmitEntry(SourceWriter writer, string name, string what) =>
        writer.Lines(
            $$"""
            /// <summary>Checks the {{what}} against its schema: patterns, lengths, ranges and whatever else a type cannot express.</summary>
            /// <exception cref="global::Pulse.InvalidPayloadException">The {{what}} does not fit its schema; the exception lists every place.</exception>
            public void Validate()
            {
                var validator = {{CSharp.Validator}}.Start();
                FindFaults(validator);
                validator.End({{CSharp.Literal(name)}});
            }

            """
        );

    private void Emit(SourceWriter writer, string declaration, List<string> statements)
    {
        writer.Lines(CSharp.Hidden).Open($"{declaration} FindFaults({CSharp.Validator} validator)");
        foreach (var statement in statements)
            writer.Lines(statement);
        writer.Close();
        _rules.EmitFields(writer);
    }

    private List<string> Property(PropertySpec property)
    {
        var value = "this." + property.Name;
        var statements = Of(property.Type, value, property.Check, 0, isPart: false);
        // That a value is there only the compiler demands, and 'null!' passes it.
        var isDemanded = property is { IsRequired: true, Type.IsNullable: false } && MayBeMissing(property.Type);
        if (statements.Count > 0 || isDemanded)
            statements.Insert(
                0,
                $"validator.At({CSharp.Literal(property.JsonName)}{(isDemanded ? ", " + value : "")});"
            );
        return statements;
    }

    /// <summary>The statements that check a value.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="value">The expression for it.</param>
    /// <param name="check">What is demanded of it.</param>
    /// <param name="depth">How many lists and maps it is in.</param>
    /// <param name="isPart">Whether it is an item or a value in a map.</param>
    private List<string> Of(TypeSpec type, string value, CheckSpec check, int depth, bool isPart)
    {
        var statements = new List<string>();
        if (isPart && !type.IsNullable && !CSharp.IsValueType(type))
            statements.Add($"validator.NotNull({value}, {CSharp.Literal(JsonType(type))});");
        switch (type)
        {
            case TypeSpec.Scalar scalar:
                statements.AddRange(_rules.Of(scalar, value, check, depth));
                break;
            case TypeSpec.Enum:
                var question = type.IsNullable ? "?" : "";
                statements.Add($"{value}{question}.FindFaults(validator);");
                statements.AddRange(_rules.OfText($"{value}{question}.Text", check));
                break;
            case TypeSpec.Record or TypeSpec.Union:
                statements.AddRange(Entered(value, [$"{value}.FindFaults(validator);"]));
                break;
            case TypeSpec.List list:
                statements.AddRange(Entered(value, Items(list, value, check, depth)));
                break;
            case TypeSpec.Map map:
                statements.AddRange(Entered(value, Entries(map, value, check, depth)));
                break;
        }

        return statements;
    }

    private static IEnumerable<string> Entered(string value, List<string> statements) =>
        statements.Count == 0
            ? []
            :
            [
                $"if (validator.Enter({value}))",
                "{",
                .. statements.Select(statement => "    " + statement),
                "    validator.Leave();",
                "}",
            ];

    private List<string> Items(TypeSpec.List list, string value, CheckSpec check, int depth)
    {
        var statements = new List<string>();
        if (RuleEmitter.Counts(check, "Items") is { } counts)
            statements.Add($"validator.Items({value}.Count, {counts});");
        if (check["uniqueItems"] == "true")
            statements.Add($"validator.Unique({value}, {_equality.Comparer(list.Item) ?? "null"});");
        var (items, index, item) = ("items" + depth, "i" + depth, "item" + depth);
        var inner = Of(list.Item, item, check.Part ?? CheckSpec.None, depth + 1, isPart: true);
        if (inner.Count == 0)
            return statements;
        return
        [
            .. statements,
            $"var {items} = {value};",
            $"for (int {index} = 0; {index} < {items}.Count; {index}++)",
            "{",
            $"    validator.AtItem({index});",
            $"    var {item} = {items}[{index}];",
            .. inner.Select(statement => "    " + statement),
            "}",
        ];
    }

    private List<string> Entries(TypeSpec.Map map, string value, CheckSpec check, int depth)
    {
        var statements = new List<string>();
        if (RuleEmitter.Counts(check, "Properties") is { } counts)
            statements.Add($"validator.Properties({value}.Count, {counts});");
        var (entry, item) = ("entry" + depth, "value" + depth);
        var inner = Of(map.Value, item, check.Part ?? CheckSpec.None, depth + 1, isPart: true);
        if (inner.Count == 0)
            return statements;
        return
        [
            .. statements,
            $"foreach (var {entry} in {value})",
            "{",
            $"    validator.AtEntry({entry}.Key);",
            $"    var {item} = {entry}.Value;",
            .. inner.Select(statement => "    " + statement),
            "}",
        ];
    }

    /// <summary>The expression for the number of properties that are written.</summary>
    private static string CountOf(RecordSpec record)
    {
        var terms = new List<string> { CSharp.Number(record.Properties.Count(property => property.IsRequired)) };
        terms.AddRange(
            record
                .Properties.Where(property => !property.IsRequired)
                .Select(property => $"(this.{property.Name} is null ? 0 : 1)")
        );
        if (record.Rest is { } rest)
            terms.Add($"this.{rest.Name}.Count");
        return string.Join(" + ", terms);
    }

    private static bool MayBeMissing(TypeSpec type) => !CSharp.IsValueType(type) || IsElement(type);

    private static bool IsElement(TypeSpec type) =>
        type is TypeSpec.Scalar { Kind: ScalarKind.Any or ScalarKind.Object or ScalarKind.Array };

    private static string JsonType(TypeSpec type) =>
        type switch
        {
            TypeSpec.List => "array",
            TypeSpec.Scalar => "string",
            TypeSpec.Union => "one of the union's",
            _ => "object",
        };
}
