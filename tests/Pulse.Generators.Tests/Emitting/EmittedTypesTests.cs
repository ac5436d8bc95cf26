using System.ComponentModel;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Pulse.Generators.Tests.Schemas;

namespace Pulse.Generators.Tests.Emitting;

public class EmittedTypesTests
{
    private const string Json =
        """{"at":"2026-01-31T12:00:00.000Z","day":"2026-01-31","list":[1,2],"map":{"k":[true]},"state":"on","nested":{"name":"Ä"},"free":{"x":1}}""";

    private static readonly TypedSchemas Typed = TypedSchemas.Compile(
        """
        { "type": "object", "required": ["state"], "properties": {
            "at": { "type": "string", "format": "date-time" }, "day": { "type": "string", "format": "date" },
            "list": { "type": "array", "items": { "type": "integer" } },
            "map": { "type": "object", "additionalProperties": { "type": "array", "items": { "type": "boolean" } } },
            "state": { "enum": ["on", "off"] }, "nested": { "type": "object", "properties": { "name": { "type": "string" } } },
            "free": { "type": "object" }, "union": { "oneOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }] },
            "toJson": { "type": "string" }, "toUtf8Bytes": { "type": "string" } } }
        """
    );

    [Fact]
    public void A_record_prints_its_content_with_lists_maps_and_dates()
    {
        Assert.Equal("S0 " + Json, Typed.Read(Json)!.ToString());
        var union = Typed.Read("""{"state":"on","union":["a"]}""")!;
        Assert.Equal("""S0Union ["a"]""", union.GetType().GetProperty("Union")!.GetValue(union)!.ToString());
    }

    [Fact]
    public void A_record_that_cannot_be_written_prints_all_the_same()
    {
        var empty = Activator.CreateInstance(Typed.Type())!;
        Assert.Equal("""S0 {"state":null}""", empty.ToString());
    }

    [Fact]
    public void A_record_returns_its_JSON_as_a_string_and_as_bytes()
    {
        var value = Typed.Read(Json)!;
        var text = (string)value.GetType().GetMethod("ToJson")!.Invoke(value, [])!;
        Assert.Equal(JsonSerializer.Serialize(value, value.GetType()), text);
        Assert.Equal(
            Encoding.UTF8.GetBytes(text),
            (byte[])value.GetType().GetMethod("ToUtf8Bytes")!.Invoke(value, [])!
        );
        Assert.Contains("ToJsonValue", value.GetType().GetProperties().Select(property => property.Name));
    }

    [Fact]
    public void An_open_enum_compares_with_a_string() =>
        Assert.Empty(
            GeneratorRun
                .Of(
                    """
                    using Sample;

                    /// <summary>A handler.</summary>
                    public static class Handler
                    {
                        /// <summary>Compares a required state and an optional one.</summary>
                        /// <param name="message">The message.</param>
                        /// <param name="optional">Another state.</param>
                        /// <returns>Whether all comparisons hold.</returns>
                        public static bool IsDone(QueueEvents.TaskCompletedMessage message, QueueEvents.TaskStatusState? optional) =>
                            message.Status.State == "completed" && "failed" != message.Status.State && optional == "completed"
                            && optional != null && message.Status.State != default;
                    }

                    """
                        + Consumer.QueueEvents.Replace(
                            "namespace Sample;",
                            "namespace Sample {",
                            StringComparison.Ordinal
                        )
                        + "}",
                    Consumer.Taskcluster
                )
                .Errors
        );

    [Fact]
    public void The_default_of_an_open_enum_is_refused_when_written()
    {
        var empty = Activator.CreateInstance(Typed.Type())!;
        var error = Assert.Throws<InvalidOperationException>(() => Typed.Write(empty));
        Assert.Equal(
            "A S0State is 'default', which is not one of its values; set it to one of them, or to new S0State(\"…\").",
            error.Message
        );
    }

    [Fact]
    public void Debuggers_and_coverage_leave_emitted_types_out()
    {
        foreach (var type in (Type[])[Typed.Type(), Typed.Type("S0State"), Typed.Type("S0Union"), Typed.Type("Event0")])
        {
            Assert.Equal("Pulse", type.GetCustomAttribute<System.CodeDom.Compiler.GeneratedCodeAttribute>()!.Tool);
            Assert.NotNull(type.GetCustomAttribute<DebuggerNonUserCodeAttribute>());
            Assert.NotNull(type.GetCustomAttribute<ExcludeFromCodeCoverageAttribute>());
        }
    }

    [Fact]
    public void No_editor_offers_a_member_that_only_emitted_code_calls()
    {
        const BindingFlags All =
            BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        foreach (
            var type in (Type[])[Typed.Type(), Typed.Type("S0State"), Typed.Type("S0Union"), Typed.Type("S0Union+Text")]
        )
            Assert.All(
                type.GetMethods(All).Where(method => method.IsAssembly),
                method =>
                    Assert.Equal(
                        EditorBrowsableState.Never,
                        method.GetCustomAttribute<EditorBrowsableAttribute>()?.State
                    )
            );
    }

    [Fact]
    public void Constraints_of_a_record_are_found_at_run_time()
    {
        var typed = TypedSchemas.Compile(
            """
            { "type": "object", "required": ["id"], "properties": {
                "id": { "type": "string", "pattern": "^[a-z]+$", "minLength": 1, "maxLength": 22 }, "count": { "type": "integer", "minimum": 0, "maximum": 9 },
                "state": { "enum": ["on", "off"] }, "list": { "type": "array", "maxItems": 3, "items": { "type": "string", "format": "uuid" } }, "free": {} } }
            """
        );
        var constraints = (Pulse.Decoding.PayloadConstraints)
            typeof(Pulse.Decoding.PayloadConstraints)
                .GetMethod("Of")!
                .MakeGenericMethod(typed.Type())
                .Invoke(null, [])!;
        Assert.Equal(["id"], constraints.Required);
        Assert.Equal(["id", "count", "state", "list"], constraints.Properties.Keys);
        var id = constraints.Properties["id"];
        Assert.Equal(("^[a-z]+$", 1, 22), (id.Pattern, id.MinLength, id.MaxLength));
        Assert.Equal((0d, 9d), (constraints.Properties["count"].Minimum, constraints.Properties["count"].Maximum));
        Assert.Equal(["on", "off"], constraints.Properties["state"].Values!.Select(value => value.GetString()));
        Assert.Equal(
            (3, "uuid"),
            (constraints.Properties["list"].MaxItems, constraints.Properties["list"].Items!.Format)
        );
    }
}
