namespace Pulse.References.Diagnostics;

/// <summary>A kind of error, with the id under which it is documented.</summary>
/// <param name="Id">The id.</param>
/// <param name="Title">The error in general.</param>
/// <param name="MessageFormat">The error in this case, and how to fix it.</param>
/// <param name="Severity">How much it matters.</param>
internal sealed record DiagnosticRule(
    string Id,
    string Title,
    string MessageFormat,
    RuleSeverity Severity = RuleSeverity.Error
)
{
    public static readonly DiagnosticRule NotPartial = new(
        "PULSE001",
        "Bindings cannot be generated into the class",
        "Bindings cannot be generated into '{0}': {1}"
    );

    public static readonly DiagnosticRule NoReferences = new(
        "PULSE002",
        "The project lists no reference files",
        "No PulseReference file describes '{0}', because the project lists none, or the patterns of its PulseReference items match no file; write <PulseReference Include=\"schemas/**/*.json\" /> into an ItemGroup of the project file, with the path of your references and schemas from the project's folder"
    );

    public static readonly DiagnosticRule UnknownService = new(
        "PULSE003",
        "No reference describes the service",
        "No PulseReference file describes the service '{0}'{1}"
    );

    public static readonly DiagnosticRule AmbiguousService = new(
        "PULSE004",
        "Several references describe the service",
        "'{0}' is ambiguous: it can mean {1}"
    );

    public static readonly DiagnosticRule NotJson = new(
        "PULSE005",
        "The file is not JSON",
        "The file is not JSON: {0}"
    );

    public static readonly DiagnosticRule MalformedReference = new(
        "PULSE006",
        "The exchange reference is malformed",
        "{0}"
    );

    public static readonly DiagnosticRule UnknownSchema = new(
        "PULSE007",
        "A schema is missing",
        "No PulseReference file contains the schema '{0}', which {1} refers to{2}"
    );

    public static readonly DiagnosticRule Unreadable = new(
        "PULSE008",
        "The service cannot be read",
        "Pulse failed to read the reference of '{0}' or one of its schemas: {1}; this is a defect in Pulse, please report it with these files"
    );

    public static readonly DiagnosticRule CircularRef = new(
        "PULSE009",
        "A $ref leads back to itself",
        "The $ref to '{0}' leads back to itself without reaching a schema; point it to the schema that {1} needs"
    );

    public static readonly DiagnosticRule DuplicateSchema = new(
        "PULSE010",
        "Two schemas have the same id",
        "The schema '{0}' is also in {1}, with different content; remove one of them or give it another '$id'"
    );

    public static readonly DiagnosticRule NotUtf8 = new(
        "PULSE011",
        "The file is not UTF-8",
        "The file is not UTF-8, which JSON requires: this byte is not part of a character; save the file as UTF-8"
    );

    public static readonly DiagnosticRule NotExchangeReference = new(
        "PULSE012",
        "The reference is of another kind",
        "The '$schema' of the reference is '{0}', but that of an exchange reference is '/schemas/common/exchanges-reference-v0.json#'; correct or remove it"
    );

    public static readonly DiagnosticRule UnknownEntryType = new(
        "PULSE013",
        "The entry is not a topic exchange",
        "The entry '{0}' is ignored because its type is '{1}'; only 'topic-exchange' is supported{2}"
    );

    public static readonly DiagnosticRule DuplicateEntry = new(
        "PULSE014",
        "Two entries have the same name",
        "Another entry is already called '{0}', in line {1}; this entry is ignored until it has another name"
    );

    public static readonly DiagnosticRule SeveralMultiWordFields = new(
        "PULSE015",
        "A routing key has several multi-word fields",
        "The routing key of the entry '{0}' has two fields with 'multipleWords', '{1}' and '{2}'; at most one field may have it, because there is no telling where one ends and the next begins"
    );

    public static readonly DiagnosticRule DuplicateField = new(
        "PULSE016",
        "A routing key has two fields with the same name",
        "The routing key of the entry '{0}' has two fields called '{1}'; rename one of them"
    );

    public static readonly DiagnosticRule ImpossibleConstant = new(
        "PULSE017",
        "A constant cannot be part of a routing key",
        "The constant '{0}' of the routing-key field '{1}' of the entry '{2}' is not a {3}: it {4}"
    );

    public static readonly DiagnosticRule RoutingKeyTooLong = new(
        "PULSE018",
        "A routing key is too long for AMQP",
        "The routing key of the entry '{0}' has at least {1} bytes, but AMQP allows 255; shorten its constants or remove fields"
    );

    public static readonly DiagnosticRule Incomplete = new(
        "PULSE019",
        "The reference is incomplete",
        "{0} lacks {1}, which the reference format requires",
        RuleSeverity.Info
    );

    public static readonly DiagnosticRule NearKeyword = new(
        "PULSE020",
        "A word in a schema is probably misspelt",
        "JSON Schema has no {0} '{1}', so it says nothing here{2}",
        RuleSeverity.Warning
    );

    public static readonly DiagnosticRule NoType = new(
        "PULSE021",
        "A schema does not say that it is an object or an array",
        "The schema has '{0}' but no 'type': it allows any value, and its type is JsonElement; add \"type\": \"{1}\" to get a typed one",
        RuleSeverity.Warning
    );

    public static IReadOnlyList<DiagnosticRule> All { get; } =
    [
        NotPartial,
        NoReferences,
        UnknownService,
        AmbiguousService,
        NotJson,
        MalformedReference,
        UnknownSchema,
        Unreadable,
        CircularRef,
        DuplicateSchema,
        NotUtf8,
        NotExchangeReference,
        UnknownEntryType,
        DuplicateEntry,
        SeveralMultiWordFields,
        DuplicateField,
        ImpossibleConstant,
        RoutingKeyTooLong,
        Incomplete,
        NearKeyword,
        NoType,
    ];
}

/// <summary>How much a diagnostic matters.</summary>
internal enum RuleSeverity
{
    /// <summary>Something is missing from the emitted code, or all of it.</summary>
    Error,

    /// <summary>The code is emitted, but probably not the one that was meant.</summary>
    Warning,

    /// <summary>The code is the same; editors show such a diagnostic, builds do not.</summary>
    Info,
}
