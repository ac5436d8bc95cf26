using Microsoft.CodeAnalysis;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;
using static Pulse.References.Diagnostics.DiagnosticPage;

namespace Pulse.Generators.Analysis;

/// <summary>What the analyzers report: 1xx about typed bindings, 2xx about raw ones, 3xx about handlers.</summary>
internal static class Rules
{
    private const string Category = "Pulse";

    public static readonly DiagnosticDescriptor NotAWord = new(
        "PULSE101",
        "A value that its routing-key field cannot hold",
        "{0} {1}: '{2}'; leave it null to match anything",
        Category,
        Error,
        isEnabledByDefault: true,
        helpLinkUri: Of("PULSE101")
    );

    public static readonly DiagnosticDescriptor TooLong = new(
        "PULSE102",
        "A routing key or an exchange name over 255 bytes",
        "AMQP's {0} hold at most 255 bytes of UTF-8; this one has {1}",
        Category,
        Error,
        isEnabledByDefault: true,
        helpLinkUri: Of("PULSE102")
    );

    public static readonly DiagnosticDescriptor ExcludedBySchema = new(
        "PULSE103",
        "A value that the message's schema excludes",
        "No message has the {0} '{1}': {2}",
        Category,
        Warning,
        isEnabledByDefault: true,
        helpLinkUri: Of("PULSE103")
    );

    public static readonly DiagnosticDescriptor IncompleteKey = new(
        "PULSE104",
        "A publishing key that lacks a required field",
        "A message cannot be published under this key: {0} must be set, which the reference of '{1}' requires",
        Category,
        Error,
        isEnabledByDefault: true,
        helpLinkUri: Of("PULSE104")
    );

    public static readonly DiagnosticDescriptor WildcardInKey = new(
        "PULSE105",
        "A publishing key with a wildcard",
        "A message cannot be published under '{0}': '{1}' is a wildcard, for patterns only",
        Category,
        Error,
        isEnabledByDefault: true,
        helpLinkUri: Of("PULSE105")
    );

    public static readonly DiagnosticDescriptor MisspeltExchange = new(
        "PULSE201",
        "An exchange that is probably misspelt",
        "No reference knows the exchange '{0}'; did you mean '{1}'?",
        Category,
        Warning,
        isEnabledByDefault: true,
        helpLinkUri: Of("PULSE201")
    );

    public static readonly DiagnosticDescriptor NeverMatches = new(
        "PULSE202",
        "A pattern that can never match",
        "'{0}' matches no key of '{1}': {2}; lined up: {3}",
        Category,
        Error,
        isEnabledByDefault: true,
        helpLinkUri: Of("PULSE202")
    );

    public static readonly DiagnosticDescriptor Swapped = new(
        "PULSE203",
        "Exchange and pattern are swapped",
        "'{0}' is an exchange and not a routing-key pattern; the two arguments are swapped",
        Category,
        Error,
        isEnabledByDefault: true,
        helpLinkUri: Of("PULSE203")
    );

    public static readonly DiagnosticDescriptor VacuousWildcard = new(
        "PULSE204",
        "A wildcard that stands for no word",
        "A '#' in '{0}' can stand for no word of the keys of '{1}', since the other words fill all fields; lined up: {2}",
        Category,
        Error,
        isEnabledByDefault: true,
        helpLinkUri: Of("PULSE204")
    );

    public static readonly DiagnosticDescriptor WildcardInWord = new(
        "PULSE205",
        "A wildcard inside a word",
        "'{0}' is no wildcard in '{1}', where it stands for itself; it is one only as a word of its own, between dots",
        Category,
        Warning,
        isEnabledByDefault: true,
        helpLinkUri: Of("PULSE205")
    );

    public static readonly DiagnosticDescriptor PrefixTwice = new(
        "PULSE206",
        "A route with the prefix twice",
        "The prefix '{0}' is put in front of the argument, so this pattern is '{0}{1}'; leave the prefix out",
        Category,
        Warning,
        isEnabledByDefault: true,
        helpLinkUri: Of("PULSE206")
    );

    public static readonly DiagnosticDescriptor HasTypedBinding = new(
        "PULSE207",
        "A raw binding to an exchange that has a typed one",
        "'{0}' binds to this exchange, with typed messages and routing keys",
        Category,
        Info,
        isEnabledByDefault: true,
        helpLinkUri: Of("PULSE207")
    );

    public static readonly DiagnosticDescriptor AsyncVoid = new(
        "PULSE301",
        "An async void handler",
        "An 'async void' handler is not waited for: its message is acknowledged at its first 'await', and what it throws ends the process; have it return a Task",
        Category,
        Error,
        isEnabledByDefault: true,
        helpLinkUri: Of("PULSE301")
    );

    public static readonly DiagnosticDescriptor DroppedAwaitable = new(
        "PULSE302",
        "A handler that drops what should be awaited",
        "The handler drops the '{0}' that it should await: its message is acknowledged before the work is done, and what fails is lost",
        Category,
        Error,
        isEnabledByDefault: true,
        helpLinkUri: Of("PULSE302")
    );

    public static readonly DiagnosticDescriptor DeadHandler = new(
        "PULSE303",
        "A handler that never runs",
        "The binding '{0}' gets no message: one delivery runs one handler, the first that matches, and {1}",
        Category,
        Warning,
        isEnabledByDefault: true,
        helpLinkUri: Of("PULSE303")
    );
}
