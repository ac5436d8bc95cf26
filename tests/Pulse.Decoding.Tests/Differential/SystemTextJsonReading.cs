using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace Pulse.Decoding.Tests.Differential;

/// <summary>
/// Generated records read by System.Text.Json itself, without a line of ours: its reader, its way with objects, names,
/// duplicates and required members, its scalars. Comments mark where the promise of <c>docs/schemas.md</c> goes further.
/// </summary>
internal sealed class SystemTextJsonReading : IJsonTypeInfoResolver
{
    private static readonly JsonSerializerOptions Scalars = new();
    private static readonly JsonSerializerOptions Records = new() { TypeInfoResolver = new SystemTextJsonReading() };

    private static readonly ConcurrentDictionary<Type, Read> Cases = new();

    private delegate object? Read(ref Utf8JsonReader reader);

    /// <summary>Reads a message; null if System.Text.Json refuses it.</summary>
    public static object? Of(ReadOnlySpan<byte> json, Type type)
    {
        try
        {
            return JsonSerializer.Deserialize(json, type, Records);
        }
        catch (Exception refused) when (refused is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    public JsonTypeInfo? GetTypeInfo(Type type, JsonSerializerOptions options) =>
        TypeShapes.IsRecord(type)
            ? Record(type, options)
            : ((IJsonTypeInfoResolver)new DefaultJsonTypeInfoResolver()).GetTypeInfo(type, options);

    private static JsonTypeInfo Record(Type type, JsonSerializerOptions options)
    {
        var info = JsonTypeInfo.CreateJsonTypeInfo(type, options); // without the type's own converter
        Assert.Equal(JsonTypeInfoKind.Object, info.Kind);
        info.CreateObject = () => RuntimeHelpers.GetUninitializedObject(type);
        foreach (var member in TypeShapes.Properties(type))
        {
            var property = info.CreateJsonPropertyInfo(member.PropertyType, SchemaNames.Of(member));
            property.Set = member.SetValue;
            property.IsRequired = member.IsDefined(typeof(RequiredMemberAttribute));
            property.CustomConverter = Converter(TypeShapes.Nullability(member), SchemaNames.FreeForm(member));
            info.Properties.Add(property);
        }

        if (TypeShapes.Rest(type) is { } rest)
            AddRest(info, rest);
        return info;
    }

    private static void AddRest(JsonTypeInfo info, PropertyInfo rest)
    {
        var type = TypeShapes.Nullability(rest).Items();
        var read = Value(type, null);
        var mapType = typeof(Dictionary<,>).MakeGenericType(typeof(string), type.Type);
        var unknown = new ConditionalWeakTable<object, UnknownProperties>();
        var property = info.CreateJsonPropertyInfo(typeof(UnknownProperties), rest.Name);
        property.IsExtensionData = true;
        property.Get = record => unknown.TryGetValue(record, out var found) ? found : null;
        property.Set = (record, found) => unknown.Add(record, (UnknownProperties)found!);
        info.Properties.Add(property);
        info.OnDeserialized = record =>
        {
            var map = (IDictionary)Activator.CreateInstance(mapType)!;
            foreach (var (name, value) in unknown.TryGetValue(record, out var found) ? found.All : [])
            {
                // It reads a name that is no Unicode as one that holds U+FFFD; a map's key is refused there, and so is this.
                if (name.Contains('\uFFFD', StringComparison.Ordinal))
                    throw new JsonException();
                var reader = new Utf8JsonReader(JsonMarshal.GetRawUtf8Value(value));
                reader.Read();
                map[name] = read(ref reader);
            }

            rest.SetValue(record, map);
        };
    }

    /// <summary>Also those that a later one of the same name replaces: they must be right, too.</summary>
    private sealed class UnknownProperties : Dictionary<string, JsonElement>, IDictionary<string, JsonElement>
    {
        public List<(string Name, JsonElement Value)> All { get; } = [];

        JsonElement IDictionary<string, JsonElement>.this[string name]
        {
            get => base[name];
            set => All.Add((name, value));
        }
    }

    private static JsonConverter Converter(NullabilityInfo value, JsonValueKind? freeForm) =>
        (JsonConverter)
            Activator.CreateInstance(typeof(ValueConverter<>).MakeGenericType(value.Type), Value(value, freeForm))!;

    /// <summary>Reads null, too, where it is allowed.</summary>
    private static Read Value(NullabilityInfo value, JsonValueKind? freeForm)
    {
        var type = Nullable.GetUnderlyingType(value.Type) ?? value.Type;
        var read = NotNull(type, value, freeForm);
        // Where any value is allowed, null is one of them.
        if (type == typeof(JsonElement) && freeForm is null)
            return read;
        var allowsNull = value.AllowsNull();
        return (ref Utf8JsonReader reader) =>
            reader.TokenType != JsonTokenType.Null ? read(ref reader)
            : allowsNull ? null
            : throw new JsonException();
    }

    private static Read NotNull(Type type, NullabilityInfo value, JsonValueKind? freeForm)
    {
        if (type == typeof(JsonElement))
            return (ref Utf8JsonReader reader) => FreeForm(ref reader, freeForm);
        if (type == typeof(double))
            return Number; // docs/schemas.md: infinity is no JSON number
        if (type == typeof(DateTimeOffset))
            return DateTime;
        if (TypeShapes.IsOpenEnum(type))
            return (ref Utf8JsonReader reader) => Activator.CreateInstance(type, Text(ref reader));
        if (Unions.IsUnion(type))
            return (ref Utf8JsonReader reader) => Union(ref reader, type);
        if (TypeShapes.IsList(type))
            return List(value);
        if (TypeShapes.IsMap(type))
            return Map(value);
        return TypeShapes.IsRecord(type)
            ? (ref Utf8JsonReader reader) => JsonSerializer.Deserialize(ref reader, type, Records)
            : (ref Utf8JsonReader reader) => JsonSerializer.Deserialize(ref reader, type, Scalars);
    }

    private static string Text(ref Utf8JsonReader reader) => JsonSerializer.Deserialize<string>(ref reader, Scalars)!;

    private static object Number(ref Utf8JsonReader reader)
    {
        var value = JsonSerializer.Deserialize<double>(ref reader, Scalars);
        return double.IsFinite(value) ? value : throw new JsonException();
    }

    // Without an offset it would be the machine's own, so it is UTC; and all forms of RFC 3339 are read.
    private static object DateTime(ref Utf8JsonReader reader)
    {
        var json = JsonElement.ParseValue(ref reader);
        if (
            json.ValueKind == JsonValueKind.String
            && !json.TryGetDateTimeOffset(out _)
            && DateTimeForms.Read(json.GetString()!) is { } form
        )
            return form;
        var value = json.Deserialize<DateTimeOffset>(Scalars);
        return json.TryGetDateTime(out var local) && local.Kind == DateTimeKind.Unspecified
            ? new DateTimeOffset(local, TimeSpan.Zero)
            : value;
    }

    private static JsonElement FreeForm(ref Utf8JsonReader reader, JsonValueKind? kind)
    {
        var json = JsonElement.ParseValue(ref reader);
        // docs/schemas.md: it would fail only when a string is asked for
        if (!Utf8.IsValid(JsonMarshal.GetRawUtf8Value(json)))
            throw new JsonException();
        return kind is null || json.ValueKind == kind ? json : throw new JsonException();
    }

    private static object Union(ref Utf8JsonReader reader, Type union)
    {
        var json = JsonElement.ParseValue(ref reader);
        var found = Unions.CaseOf(union, json);
        var read = Cases.GetOrAdd(found, type => Value(TypeShapes.Nullability(type.GetProperty("Value")!), null));
        var inner = new Utf8JsonReader(JsonMarshal.GetRawUtf8Value(json));
        inner.Read();
        return Activator.CreateInstance(found, read(ref inner))!;
    }

    private static Read List(NullabilityInfo list)
    {
        var item = new Lazy<Read>(() => Value(list.Items(), null));
        var type = typeof(List<>).MakeGenericType(list.Items().Type);
        return (ref Utf8JsonReader reader) =>
        {
            if (reader.TokenType != JsonTokenType.StartArray)
                throw new JsonException();
            var items = (IList)Activator.CreateInstance(type)!;
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                items.Add(item.Value(ref reader));
            return items;
        };
    }

    private static Read Map(NullabilityInfo map)
    {
        var value = new Lazy<Read>(() => Value(map.Items(), null));
        var type = typeof(Dictionary<,>).MakeGenericType(typeof(string), map.Items().Type);
        return (ref Utf8JsonReader reader) =>
        {
            if (reader.TokenType != JsonTokenType.StartObject)
                throw new JsonException();
            var entries = (IDictionary)Activator.CreateInstance(type)!;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                reader.Read();
                entries[name] = value.Value(ref reader);
            }

            return entries;
        };
    }

    private sealed class ValueConverter<T>(Read read) : JsonConverter<T>
    {
        public override bool HandleNull => true;

        public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            (T?)read(ref reader);

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            throw new NotSupportedException();
    }
}
