namespace Pulse.References.Naming;

/// <summary>Member names that the generated types, or records as such, already have.</summary>
internal static class TakenNames
{
    private static readonly string[] OfObject =
    [
        "Equals",
        "GetHashCode",
        "GetType",
        "ToString",
        "MemberwiseClone",
        "ReferenceEquals",
        "Finalize",
    ];

    private static readonly string[] OfRecord = [.. OfObject, "Clone", "EqualityContract", "PrintMembers"];

    public static readonly IReadOnlyCollection<string> InRecord = new HashSet<string>([
        .. OfRecord,
        "Decode",
        "ReadFrom",
        "WriteTo",
        "Validate",
    ]);

    public static readonly IReadOnlyCollection<string> InBinding = new HashSet<string>([
        .. OfRecord,
        "ExchangeName",
        "RoutingKey",
        "UncheckedRoutingKey",
        "Route",
        "Exchanges",
        "ReadPayload",
        "ReadRouting",
    ]);

    public static readonly IReadOnlyCollection<string> InEnum = new HashSet<string>([
        .. OfObject,
        "IsKnown",
        "Text",
        "Texts",
        "ReadFrom",
        "WriteTo",
    ]);

    public static readonly IReadOnlyCollection<string> InUnion = new HashSet<string>([
        .. OfRecord,
        "ReadFrom",
        "WriteTo",
        "Value",
    ]);

    /// <summary>
    /// What a nested type cannot be called: like a member that it has itself, like what the attribute
    /// above the class is found by, or like the file that lists the bindings.
    /// </summary>
    public static readonly IReadOnlyCollection<string> OfTypes = new HashSet<string>([
        .. InRecord,
        .. InBinding,
        .. InEnum,
        .. InUnion,
        "Pulse",
        "System",
        "PulseExchanges",
        "PulseExchangesAttribute",
        "PulseBindings",
    ]);
}
