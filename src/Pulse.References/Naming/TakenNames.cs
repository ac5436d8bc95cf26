namespace Pulse.References.Naming;

/// <summary>Names of members that every generated type, or every record, already has.</summary>
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
        "ToJson",
        "ToUtf8Bytes",
        "Validate",
        "FindFaults",
    ]);

    /// <summary>Names in a binding or its key: the fields have the same names in both.</summary>
    public static readonly IReadOnlyCollection<string> InBinding = new HashSet<string>([
        .. OfRecord,
        "ExchangeName",
        "RoutingKey",
        "UncheckedRoutingKey",
        "Route",
        "ReadPayload",
        "ReadRouting",
        "WritePayload",
        "Parse",
        "TryParse",
        "ValidatePayload",
    ]);

    public static readonly IReadOnlyCollection<string> InEnum = new HashSet<string>([
        .. OfObject,
        "IsKnown",
        "Text",
        "Texts",
        "ReadFrom",
        "WriteTo",
        "FindFaults",
    ]);

    public static readonly IReadOnlyCollection<string> InUnion = new HashSet<string>([
        .. OfRecord,
        "ReadFrom",
        "WriteTo",
        "ToJson",
        "ToUtf8Bytes",
        "Validate",
        "FindFaults",
        "Value",
    ]);

    /// <summary>
    /// Names that a nested type cannot have: those of its own members, those by which the attribute on the class is found,
    /// that of the file that lists the bindings, and the class's own property.
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
        "Exchanges",
    ]);
}
