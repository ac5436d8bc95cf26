using Microsoft.CodeAnalysis;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;
using static Pulse.References.Diagnostics.DiagnosticPage;

namespace Pulse.Generators.Analysis;

/// <summary>The rules of the analyzers: 1xx for typed bindings, 2xx for raw ones, 3xx for handlers.</summary>
internal static class Rules
{
    private const string Category = "Pulse";

    public static readonly DiagnosticDescriptor NotAWord = new(
        "PULSE101",
        "A value is not valid for its routing-key field",
        "{0} {1}: '{2}'; {3}",
        Category,
        Error,
        isEnabledByDefault: true,
        helpLinkUri: Of("PULSE101")
    );

    public static readonly DiagnosticDescriptor TooLong = new(
        "PULSE102",
        "A routing key or an exchange name exceeds 255 bytes",
        "AMQP limits {0} to 255 bytes of UTF-8, but this one has {1}; shorten it",
        Category,
        Error,
        isEnabledByDefault: true,
        helpLinkUri: Of("PULSE102")
    );

    public static readonly DiagnosticDescriptor ExcludedBySchema = new(
        "PULSE103",
        "The message's schema excludes a value",
        "No message has the {0} '{1}': {2}",
        Category,
        Warning,
        isEnabledByDefault: true,
        helpLinkUri: Of("PULSE103")
    );

    public static readonly DiagnosticDescriptor WildcardInKey = new(
        "PULSE105",
        "A routing key contains a wildcard",
        "No message is published under '{0}': '{1}' is a wildcard, which only patterns may contain",
        Category,
        Error,
        isEnabledByDefault: true,
        helpLinkUri: Of("PULSE105")
    );

    public static readonly DiagnosticDescriptor UnknownText = new(
        "PULSE106",
        "A string is probably a misspelt value of an open enum",
        "'{1}' has no value '{0}'; did you mean '{2}'?",
        Category,
        Warning,
        isEnabledByDefault: true,
        helpLinkUri: Of("PULSE106")
    );

    public static readonly DiagnosticDescriptor MisspeltExchange = new(
        "PULSE201",
        "An exchange is probably misspelt",
        "No reference describes the exchange '{0}'; did you mean '{1}'?",
        Category,
        Warning,
        isEnabledByDefault: true,
        helpLinkUri: Of("PULSE201")
    );

    public static readonly DiagnosticDescriptor NeverMatches = new(
        "PULSE202",
        "A pattern can never match",
        "'{0}' matches no routing key of '{1}': {2}; field by field: {3}",
        Category,
        Error,
        isEnabledByDefault: true,
        helpLinkUri: Of("PULSE202")
    );

    public static readonly DiagnosticDescriptor Swapped = new(
        "PULSE203",
        "Exchange and pattern are swapped",
        "'{0}' is an exchange, not a routing-key pattern; swap the two arguments",
        Category,
        Error,
        isEnabledByDefault: true,
        helpLinkUri: Of("PULSE203")
    );

    public static readonly DiagnosticDescriptor VacuousWildcard = new(
        "PULSE204",
        "A wildcard matches no word",
        "A '#' in '{0}' matches no word of any routing key of '{1}', because the other words fill all fields, so it can be left out; field by field: {2}",
        Category,
        Info,
        isEnabledByDefault: true,
        helpLinkUri: Of("PULSE204")
    );

    public static readonly DiagnosticDescriptor WildcardInWord = new(
        "PULSE205",
        "A wildcard is inside a word",
        "'{0}' is not a wildcard in '{1}', where it stands for itself; a wildcard must be a whole word between dots",
        Category,
        Warning,
        isEnabledByDefault: true,
        helpLinkUri: Of("PULSE205")
    );

    public static readonly DiagnosticDescriptor PrefixTwice = new(
        "PULSE206",
        "A route has the prefix twice",
        "The method adds the prefix '{0}', so this pattern is '{0}{1}'; remove the prefix",
        Category,
        Warning,
        isEnabledByDefault: true,
        helpLinkUri: Of("PULSE206")
    );

    public static readonly DiagnosticDescriptor HasTypedBinding = new(
        "PULSE207",
        "A raw binding to an exchange that has a typed one",
        "Use '{0}' to bind to this exchange with typed messages and routing keys",
        Category,
        Info,
        isEnabledByDefault: true,
        helpLinkUri: Of("PULSE207")
    );

    public static readonly DiagnosticDescriptor SwappedMatch = new(
        "PULSE208",
        "Pattern and routing key are swapped",
        "'{0}' is a pattern, but is passed as the routing key; swap the two arguments",
        Category,
        Warning,
        isEnabledByDefault: true,
        helpLinkUri: Of("PULSE208")
    );

    public static readonly DiagnosticDescriptor WrongArgumentValue = new(
        "PULSE209",
        "RabbitMQ refuses the value of a queue argument",
        "RabbitMQ refuses {1} for '{0}', which takes {2}",
        Category,
        Warning,
        isEnabledByDefault: true,
        helpLinkUri: Of("PULSE209")
    );

    public static readonly DiagnosticDescriptor MisspeltArgument = new(
        "PULSE210",
        "A queue argument is probably misspelt",
        "RabbitMQ knows no queue argument '{0}' and ignores it; did you mean '{1}'?",
        Category,
        Warning,
        isEnabledByDefault: true,
        helpLinkUri: Of("PULSE210")
    );

    public static readonly DiagnosticDescriptor AsyncVoid = new(
        "PULSE301",
        "A handler is async void",
        "An 'async void' handler is not awaited: its message is acknowledged at its first 'await', and an exception ends the process; make it return a Task",
        Category,
        Error,
        isEnabledByDefault: true,
        helpLinkUri: Of("PULSE301")
    );

    public static readonly DiagnosticDescriptor DroppedAwaitable = new(
        "PULSE302",
        "A handler drops a value that should be awaited",
        "The handler drops the '{0}' that it should await: its message is acknowledged before the work is done, and failures are lost",
        Category,
        Error,
        isEnabledByDefault: true,
        helpLinkUri: Of("PULSE302")
    );

    public static readonly DiagnosticDescriptor DeadHandler = new(
        "PULSE303",
        "A handler never runs",
        "The binding '{0}' receives no messages: a delivery runs one handler, the first that matches, and {1}",
        Category,
        Warning,
        isEnabledByDefault: true,
        helpLinkUri: Of("PULSE303")
    );

    public static readonly DiagnosticDescriptor NeverConsumed = new(
        "PULSE304",
        "A described queue is never consumed",
        "Nothing consumes this queue: {0}",
        Category,
        Warning,
        isEnabledByDefault: true,
        helpLinkUri: Of("PULSE304")
    );

    public static readonly DiagnosticDescriptor NeverSettled = new(
        "PULSE305",
        "Nothing settles the messages of a queue",
        "With ManualAcknowledge, the program settles its messages, but nothing here calls AckAsync, RequeueAsync or RejectAsync: once the prefetch is used up, the broker sends no more",
        Category,
        Warning,
        isEnabledByDefault: true,
        helpLinkUri: Of("PULSE305")
    );

    public static readonly DiagnosticDescriptor TwoModes = new(
        "PULSE306",
        "An acknowledgement has no effect",
        "{0}",
        Category,
        Warning,
        isEnabledByDefault: true,
        helpLinkUri: Of("PULSE306")
    );

    public static readonly DiagnosticDescriptor LateSetting = new(
        "PULSE307",
        "A setting comes after the queue is consumed",
        "'{0}' has no effect on the queue that is consumed above: {1} starts with the description so far; move it above that",
        Category,
        Warning,
        isEnabledByDefault: true,
        helpLinkUri: Of("PULSE307")
    );

    public static readonly DiagnosticDescriptor SettingConflict = new(
        "PULSE308",
        "Settings of a queue do not go together",
        "{0} and {1} do not go together, so {2} throws: {3}",
        Category,
        Error,
        isEnabledByDefault: true,
        helpLinkUri: Of("PULSE308")
    );

    public static readonly DiagnosticDescriptor NeedlessOrder = new(
        "PULSE309",
        "A queue that handles one message at a time needs no orderBy",
        "This queue runs one handler at a time, so it keeps the order of all messages anyway, and orderBy only keeps failed ones from being given back; add Concurrency(n), or leave out orderBy",
        Category,
        Info,
        isEnabledByDefault: true,
        helpLinkUri: Of("PULSE309")
    );

    public static readonly DiagnosticDescriptor PublisherPerMessage = new(
        "PULSE310",
        "A publisher is created for each message",
        "Each publisher has a connection of its own, so this opens one for every message; create the publisher once, outside of the handler",
        Category,
        Warning,
        isEnabledByDefault: true,
        helpLinkUri: Of("PULSE310")
    );

    public static readonly DiagnosticDescriptor UnawaitedPublish = new(
        "PULSE311",
        "Nothing awaits the publishing of a message",
        "Nobody sees it when this fails; await it, or keep the task and await it later",
        Category,
        Warning,
        isEnabledByDefault: true,
        helpLinkUri: Of("PULSE311")
    );
}
