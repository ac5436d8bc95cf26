namespace Pulse.References.Diagnostics;

/// <summary>A kind of mistake, with the id under which it is documented.</summary>
internal sealed record DiagnosticRule(string Id, string Title, string MessageFormat)
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
        "No reference file holds the schema '{0}'{1}"
    );

    public static readonly DiagnosticRule Unreadable = new(
        "PULSE008",
        "The service cannot be read",
        "The reference of '{0}' or one of its schemas cannot be read, which is a defect of the generator; please report it with these files: {1}"
    );

    public static readonly DiagnosticRule CyclicReference = new(
        "PULSE009",
        "A reference leads back to itself",
        "The reference to '{0}' leads back to itself and never to a schema"
    );

    public static readonly DiagnosticRule DuplicateSchema = new(
        "PULSE010",
        "Two schemas have one id",
        "The schema '{0}' is also in {1}, and says something else there; one of them must go or get another '$id'"
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
        CyclicReference,
        DuplicateSchema,
    ];
}
