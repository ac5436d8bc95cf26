using System.Reflection;

namespace Pulse.Decoding.Tests.Differential;

/// <summary>Facts about generated types, by reflection.</summary>
internal static class TypeShapes
{
    public const string RestName = "AdditionalProperties";

    public static bool IsRecord(Type type) => type is { IsClass: true } && type.GetMethod("Decode") is not null;

    public static bool IsOpenEnum(Type type) => type.IsValueType && type.GetProperty("IsKnown") is not null;

    public static bool IsList(Type type) => IsGeneric(type, typeof(IReadOnlyList<>));

    public static bool IsMap(Type type) => IsGeneric(type, typeof(IReadOnlyDictionary<,>));

    /// <summary>The properties that the schema names.</summary>
    public static IEnumerable<PropertyInfo> Properties(Type record) =>
        record.GetProperties().Where(property => property.Name != RestName);

    public static PropertyInfo? Rest(Type record) => record.GetProperty(RestName);

    public static NullabilityInfo Nullability(PropertyInfo property) => new NullabilityInfoContext().Create(property);

    /// <summary>Of a list or map: that of its items.</summary>
    public static NullabilityInfo Items(this NullabilityInfo list) => list.GenericTypeArguments[^1];

    public static bool AllowsNull(this NullabilityInfo value) => value.WriteState == NullabilityState.Nullable;

    private static bool IsGeneric(Type type, Type definition) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == definition;
}
