using System.Text.Json;

namespace Pulse.Runtime.Tests.Handling;

/// <summary>The rules of dispatch, without a broker.</summary>
public sealed class DispatcherTests
{
    [Theory]
    // Subscriptions · delivered exchange and key · the chosen subscription
    [InlineData("a x.*, a #", "a", "x.1", "a x.*")]
    [InlineData("a x.*, a #", "a", "y", "a #")]
    [InlineData("a x.*, b #", "a", "y", null)] // an On names the exchange, and no other one gets its message
    [InlineData("a x.*", "a", "y", null)] // not even the only one
    [InlineData("b some.#", "a", "some.1", "b some.#")] // b is bound to a
    [InlineData("b some.#, c #", "a", "other", "c #")]
    [InlineData("b some.#", "a", "other", null)]
    [InlineData("a x.*", "", "queue/guest/q", "a x.*")] // put into the queue by hand
    [InlineData("a x.*, a y.*", "", "queue/guest/q", null)]
    public void A_message_goes_to_the_first_subscription_that_can_be_meant(
        string subscriptions,
        string exchange,
        string routingKey,
        string? chosen
    ) => Assert.Equal(chosen, Choose(subscriptions, Messages.Create(exchange: exchange, routingKey: routingKey)));

    [Fact]
    public void A_carbon_copy_key_matches_like_the_routing_key() =>
        Assert.Equal(
            "a route.#",
            Choose(
                "a route.#, a #",
                Messages.Create(exchange: "a", routingKey: "x", headers: ("CC", new List<object?> { "route.1" }))
            )
        );

    [Theory]
    [InlineData("a x.*, b #", "a x.*")] // what it was published as
    [InlineData("b #, c y", "b #")] // no subscription names the first exchange: by key
    [InlineData("retry #, a x.*", "retry #")] // one names the delivered exchange
    public void A_message_that_came_by_a_dead_letter_detour_goes_where_it_was_first_published(
        string subscriptions,
        string chosen
    ) => Assert.Equal(chosen, Choose(subscriptions, Dead("retry", "queue/guest/q")));

    [Fact]
    public void The_routing_of_a_detoured_message_is_parsed_from_its_first_key()
    {
        var match = new Dispatcher(Parse("a x.*")).Choose(Dead("", "queue/guest/q"));
        Assert.Equal(("x.1", true), (match!.Value.RoutingKey, match.Value.IsCertain));
    }

    // Twice dead: first in the queue "waiting" that it was published to, then in another.
    private static AmqpDelivery Dead(string exchange, string routingKey) =>
        Messages.Create(
            exchange: exchange,
            routingKey: routingKey,
            headers:
            [
                ("x-first-death-exchange", "a"),
                ("x-first-death-queue", "first"),
                ("x-first-death-reason", "rejected"),
                (
                    "x-death",
                    new object?[] { Death("waiting", "expired", "waiting-key"), Death("first", "rejected", "x.1") }
                ),
            ]
        );

    private static Dictionary<string, object?> Death(string queue, string reason, string key) =>
        new()
        {
            ["queue"] = queue,
            ["reason"] = reason,
            ["routing-keys"] = new object?[] { key },
        };

    private static string? Choose(string subscriptions, AmqpDelivery message) =>
        new Dispatcher(Parse(subscriptions)).Choose(message) is { Subscription: var chosen }
            ? $"{chosen.ExchangeName} {chosen.RoutingKey}"
            : null;

    private static IEnumerable<Subscription> Parse(string subscriptions) =>
        from subscription in subscriptions.Split(", ")
        let parts = subscription.Split(' ')
        select new Subscription<string, JsonElement>(
            parts[0],
            parts[1],
            Binding.To(parts[0], parts[1]),
            (_, _) => Task.CompletedTask,
            OrderBy: null
        );
}
