using System.Text.Json;

namespace Pulse.Runtime.Tests.Routing;

public class BindingTests
{
    [Fact]
    public void An_untyped_binding_reads_any_JSON_and_routes_by_the_key_itself()
    {
        var binding = Binding.To(exchange: "exchange/build/normalized", routingKey: "#");

        Assert.Equal(("exchange/build/normalized", "#"), (binding.ExchangeName, binding.RoutingKey));
        Assert.Equal(3, binding.ReadPayload("""{ "a": 3 }"""u8).GetProperty("a").GetInt32());
        Assert.Equal("a.b", binding.ReadRouting("a.b"));
        Assert.IsType<JsonElement>(((IBinding)binding).ReadPayload("[]"u8));
        Assert.Equal("exchange/build/normalized #", binding.ToString());
    }

    [Fact]
    public void A_body_that_is_not_JSON_is_a_JsonException_with_its_place()
    {
        var error = Assert.Throws<JsonException>(() => Binding.To("e", "#").ReadPayload("{\"a\":\n[1,}"u8));
        Assert.Equal(("$.a[0]", 1L, 3L), (error.Path, error.LineNumber, error.BytePositionInLine));
    }

    [Fact]
    public void A_route_is_bound_with_its_prefix_on_the_same_exchange()
    {
        var route = Binding.ToRoute(Binding.To("exchange/x", "#"), "index.gecko.#");
        Assert.Equal(("exchange/x", "route.index.gecko.#"), (route.ExchangeName, route.RoutingKey));
        Assert.Equal(1, route.ReadPayload("1"u8).GetInt32());
    }

    [Fact]
    public void A_binding_whose_names_exceed_AMQP_s_limits_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Binding.To("", "#"));
        Assert.Throws<ArgumentException>(() => Binding.To(new string('e', 256), "#"));
        Assert.Throws<ArgumentException>(() => Binding.To("e", new string('ä', 128)));
        Assert.Throws<ArgumentException>(() => Binding.ToRoute(Binding.To("e", "#"), ""));
        Assert.Throws<ArgumentException>(() => Binding.ToRoute(Binding.To("e", "#"), new string('r', 250)));
        Assert.NotNull(Binding.To(new string('e', 255), new string('k', 255)));
    }
}
