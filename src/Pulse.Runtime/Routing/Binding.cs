using System.Text.Json;
using Pulse.Decoding;

namespace Pulse;

/// <summary>Creates bindings to exchanges that have no generated type.</summary>
public static class Binding
{
    internal const string RoutePrefix = "route.";

    /// <summary>Binds to any exchange with a pattern of your own. Payloads arrive as <see cref="JsonElement"/>.</summary>
    /// <param name="exchange">The exchange's full name.</param>
    /// <param name="routingKey">The pattern: words joined by dots, <c>*</c> for one word, <c>#</c> for zero or more.</param>
    /// <returns>A binding whose routing is the delivered key itself.</returns>
    /// <exception cref="ArgumentException">The exchange is empty, or an argument is longer than 255 bytes of UTF-8.</exception>
    public static IBinding<string, JsonElement> To([ExchangeName] string exchange, [RoutingPattern] string routingKey)
    {
        ArgumentException.ThrowIfNullOrEmpty(exchange);
        ArgumentNullException.ThrowIfNull(routingKey);
        ShortString.Check(exchange, "An exchange name", nameof(exchange));
        ShortString.Check(routingKey, "A routing key", nameof(routingKey));
        return new UntypedBinding(exchange, routingKey);
    }

    /// <summary>
    /// Binds to the custom routes of an exchange's messages: the <c>CC</c> entries that start with
    /// <c>route.</c>. Generated bindings have a method for it, such as <c>TaskCompleted.Route("index.#")</c>.
    /// </summary>
    /// <typeparam name="TRouting">The type that a delivered routing key is parsed into.</typeparam>
    /// <typeparam name="TPayload">The type that a message's body is read into.</typeparam>
    /// <param name="binding">A binding on the exchange. It reads the payloads and the primary keys.</param>
    /// <param name="route">The route's pattern without the prefix <c>route.</c>, such as <c>index.gecko.v2.#</c>.</param>
    /// <returns>A binding on the same exchange with the pattern <c>route.</c> + <paramref name="route"/>.</returns>
    /// <exception cref="ArgumentException">The route is empty, or the key would be longer than 255 bytes of UTF-8.</exception>
    public static IBinding<TRouting, TPayload> ToRoute<TRouting, TPayload>(
        IBinding<TRouting, TPayload> binding,
        [RoutingPattern(Prefix = RoutePrefix)] string route
    )
    {
        ArgumentNullException.ThrowIfNull(binding);
        ArgumentException.ThrowIfNullOrEmpty(route);
        ShortString.Check(RoutePrefix + route, "A routing key", nameof(route));
        return new RouteBinding<TRouting, TPayload>(binding, RoutePrefix + route);
    }

    /// <summary>Wraps a binding so that its routing is the delivered key itself.</summary>
    internal static IBinding<string, object?> Untyped(IBinding binding)
    {
        ArgumentNullException.ThrowIfNull(binding);
        return new ObjectBinding(binding);
    }

    /// <summary>Returns the routes among a message's <c>CC</c> entries, without their prefix.</summary>
    internal static IReadOnlyList<string> RoutesAmong(IReadOnlyList<string> carbonCopies) =>
        carbonCopies.Count == 0
            ? []
            :
            [
                .. carbonCopies
                    .Where(key => key.StartsWith(RoutePrefix, StringComparison.Ordinal))
                    .Select(key => key[RoutePrefix.Length..]),
            ];

    private sealed record UntypedBinding(string ExchangeName, string RoutingKey) : IBinding<string, JsonElement>
    {
        public JsonElement ReadPayload(ReadOnlySpan<byte> json) => PayloadReader.DecodeElement(json);

        public string ReadRouting(string routingKey) => routingKey;

        public override string ToString() => $"{ExchangeName} {RoutingKey}";
    }

    private sealed record RouteBinding<TRouting, TPayload>(IBinding<TRouting, TPayload> Of, string RoutingKey)
        : IBinding<TRouting, TPayload>
    {
        public string ExchangeName => Of.ExchangeName;

        public TPayload ReadPayload(ReadOnlySpan<byte> json) => Of.ReadPayload(json);

        public TRouting ReadRouting(string routingKey) => Of.ReadRouting(routingKey);

        public override string ToString() => $"{ExchangeName} {RoutingKey}";
    }

    private sealed record ObjectBinding(IBinding Of) : IBinding<string, object?>
    {
        public string ExchangeName => Of.ExchangeName;

        public string RoutingKey => Of.RoutingKey;

        public object? ReadPayload(ReadOnlySpan<byte> json) => Of.ReadPayload(json);

        public string ReadRouting(string routingKey) => routingKey;
    }
}
