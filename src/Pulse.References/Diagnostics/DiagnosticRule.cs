namespace Pulse.References.Diagnostics;

/// <summary>A kind of mistake, with the id under which it is documented.</summary>
/// <param name="Id">The id.</param>
/// <param name="Title">What is wrong, whatever it concerns.</param>
/// <param name="MessageFormat">What is wrong here, and what to do.</param>
/// <param name="IsHarmless">Whether all the same code is emitted, so that an editor may show it and no build needs to.</param>
internal sealed record DiagnosticRule(string Id, string Title, string MessageFormat, bool IsHarmless = false)
{
    public static readonly DiagnosticRule NotPartial = new(
        "PULSE001",
        "The class cannot be filled",
        "'{0}' cannot get bindings: {1}"
    );

    public static readonly DiagnosticRule NoReferences = new(
        "PULSE002",
        "The project names no reference files",
        "No reference file describes '{0}', because the project names none: add <PulseReference Include=\"schemas/**/*.json\" /> to an ItemGroup of the project file, with the path of your references and schemas"
    );

    public static readonly DiagnosticRule UnknownService = new(
        "PULSE003",
        "No reference describes the service",
        "No reference file describes the service '{0}'{1}"
    );

    public static readonly DiagnosticRule AmbiguousService = new(
        "PULSE004",
        "Several references describe the service",
        "'{0}' can mean {1}"
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
        "No reference file holds the schema '{0}', which {1} refers to{2}"
    );

    public static readonly DiagnosticRule Unreadable = new(
        "PULSE008",
        "The service cannot be read",
        "The reference of '{0}' or one of its schemas cannot be read, which is a defect of the generator; please report it with these files: {1}"
    );

    public static readonly DiagnosticRule CircularRef = new(
        "PULSE009",
        "A reference leads back to itself",
        "The reference to '{0}' leads back to itself and never to a schema; {1} needs one"
    );

    public static readonly DiagnosticRule DuplicateSchema = new(
        "PULSE010",
        "Two schemas have one id",
        "The schema '{0}' is also in {1}, and says something else there; one of them must go or get another '$id'"
    );

    public static readonly DiagnosticRule NotUtf8 = new(
        "PULSE011",
        "The file is not UTF-8",
        "The file is not UTF-8, as JSON is: there is a byte here that is no part of a character; save the file as UTF-8"
    );

    public static readonly DiagnosticRule NotExchangeReference = new(
        "PULSE012",
        "The reference is of another kind",
        "'$schema' of the reference is '{0}', which is not that of an exchange reference: '/schemas/common/exchanges-reference-v0.json#'"
    );

    public static readonly DiagnosticRule UnknownEntryType = new(
        "PULSE013",
        "The entry is no topic exchange",
        "The entry '{0}' is of the type '{1}', and only 'topic-exchange' is known{2}; it is left out"
    );

    public static readonly DiagnosticRule DuplicateEntry = new(
        "PULSE014",
        "Two entries have one name",
        "There is an entry called '{0}' already, in line {1}; this one is left out until it has another name"
    );

    public static readonly DiagnosticRule SeveralMultiWordFields = new(
        "PULSE015",
        "A routing key has several multi-word fields",
        "The routing key of the entry '{0}' has two fields with 'multipleWords', '{1}' and '{2}'; where one ends and the next begins cannot be told, so at most one may have it"
    );

    public static readonly DiagnosticRule DuplicateField = new(
        "PULSE016",
        "A routing key has two fields with one name",
        "The routing key of the entry '{0}' has two fields called '{1}'; give one of them another name"
    );

    public static readonly DiagnosticRule ImpossibleConstant = new(
        "PULSE017",
        "A constant cannot stand in a routing key",
        "The constant '{0}' of the routing-key field '{1}' of the entry '{2}' is no {3}: it {4}"
    );

    public static readonly DiagnosticRule RoutingKeyTooLong = new(
        "PULSE018",
        "A routing key is too long for AMQP",
        "The routing key of the entry '{0}' has at least {1} bytes, and AMQP allows 255; shorten its constants or leave fields out"
    );

    public static readonly DiagnosticRule Incomplete = new(
        "PULSE019",
        "The reference is incomplete",
        "{0} lacks {1}, which the reference format asks for",
        IsHarmless: true
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
    ];
}
