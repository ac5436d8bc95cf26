using System.Text;
using System.Text.Json;
using RabbitMQ.Client;

namespace Pulse.Runtime.Tests.Handling;

[Collection(SharedRabbitMq.Name)]
public sealed class DeliveryTests(RabbitMqFixture rabbitMq)
{
    [Fact]
    public async Task A_delivery_carries_everything_that_was_published()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var inbox = new Inbox<Delivery<string, JsonElement>>();
        await scene.Connect().Queue().On(scene.Everything, inbox.Add).ConsumeAsync();

        await scene.PublishAsync(
            "primary.a.b",
            """{"answer": 42}""",
            properties: new BasicProperties
            {
                ContentType = "application/json",
                ContentEncoding = "utf-8",
                MessageId = "m1",
                CorrelationId = "c1",
                Timestamp = new AmqpTimestamp(1_700_000_000),
                AppId = "app",
                Type = "kind",
                UserId = "guest",
                Priority = 3,
                Expiration = "60000",
                ReplyTo = "answers",
                Persistent = true,
                Headers = new Dictionary<string, object?>
                {
                    ["text"] = "grün",
                    ["bytes"] = new byte[] { 0xff, 0xfe },
                    ["number"] = 7,
                    ["nothing"] = null,
                    ["time"] = new AmqpTimestamp(1),
                    ["list"] = new List<object?>
                    {
                        "one",
                        2,
                        new List<object?> { "three" },
                    },
                    ["table"] = new Dictionary<string, object?> { ["inner"] = "value" },
                    ["x-dotnet-pub-seq-no"] = 1L,
                    ["CC"] = new List<object?> { "route.index.gecko", "other", "route.x", 5, new byte[] { 0xff } },
                },
            }
        );
        var delivery = await inbox.NextAsync();

        Assert.Equal(42, delivery.Payload.GetProperty("answer").GetInt32());
        Assert.Equal(42, Assert.IsType<JsonElement>(((Delivery)delivery).Payload).GetProperty("answer").GetInt32());
        Assert.Equal("""{"answer": 42}""", Encoding.UTF8.GetString(delivery.Body.Span));
        Assert.Equal("primary.a.b", delivery.Routing);
        Assert.Equal("primary.a.b", delivery.RoutingKey);
        Assert.Equal(scene.Exchange, delivery.Exchange);
        Assert.False(delivery.Redelivered);
        Assert.Equal(["index.gecko", "x"], delivery.Routes);

        var properties = delivery.Properties;
        Assert.Equal("application/json", properties.ContentType);
        Assert.Equal("utf-8", properties.ContentEncoding);
        Assert.Equal("m1", properties.MessageId);
        Assert.Equal("c1", properties.CorrelationId);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000), properties.Timestamp);
        Assert.Equal("app", properties.AppId);
        Assert.Equal("kind", properties.Type);
        Assert.Equal("guest", properties.UserId);
        Assert.Equal((byte)3, properties.Priority);
        Assert.Equal("60000", properties.Expiration);
        Assert.Equal("answers", properties.ReplyTo);
        Assert.True(properties.Persistent);

        var headers = properties.Headers;
        Assert.Equal("grün", headers["text"]);
        Assert.Equal(new byte[] { 0xff, 0xfe }, headers["bytes"]);
        Assert.Equal(7, headers["number"]);
        Assert.Null(headers["nothing"]);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1), headers["time"]);
        var list = Assert.IsAssignableFrom<IReadOnlyList<object?>>(headers["list"]);
        Assert.Equal(["one", 2], list.Take(2));
        Assert.Equal(["three"], Assert.IsAssignableFrom<IReadOnlyList<object?>>(list[2]));
        Assert.Equal("value", Assert.IsAssignableFrom<IReadOnlyDictionary<string, object?>>(headers["table"])["inner"]);
        Assert.False(headers.ContainsKey("x-dotnet-pub-seq-no"));
    }

    [Fact]
    public async Task A_property_that_the_publisher_left_out_is_null()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var inbox = new Inbox<Delivery>();
        await scene.Connect().Queue().On(scene.Everything, inbox.Add).ConsumeAsync();
        await scene.PublishAsync("a");

        var delivery = await inbox.NextAsync();
        Assert.All(
            typeof(MessageProperties).GetProperties().Where(one => one.Name is not ("Headers" or "Persistent")),
            property => Assert.Null(property.GetValue(delivery.Properties))
        );
        Assert.False(delivery.Properties.Persistent);
        Assert.Empty(delivery.Properties.Headers);
        Assert.Empty(delivery.Routes);
    }

    [Fact]
    public async Task A_timestamp_beyond_the_calendar_is_null()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var inbox = new Inbox<Delivery>();
        await scene.Connect().Queue().On(scene.Everything, inbox.Add).ConsumeAsync();
        await scene.PublishAsync("a", properties: new BasicProperties { Timestamp = new AmqpTimestamp(long.MaxValue) });

        Assert.Null((await inbox.NextAsync()).Properties.Timestamp);
    }

    [Fact]
    public async Task A_routing_key_of_another_form_throws_only_when_Routing_is_read()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var inbox = new Inbox<Delivery<int, string>>();
        await scene.Connect().Queue().On(new NumberKeyBinding(scene.Exchange), inbox.Add).ConsumeAsync();
        await scene.PublishAsync("five");
        await scene.PublishAsync("5");

        var wrong = await inbox.NextAsync();
        Assert.Throws<FormatException>(() => wrong.Routing);
        Assert.Equal(5, (await inbox.NextAsync()).Routing);
    }

    [Fact]
    public async Task A_body_stays_valid_after_the_handler()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var inbox = new Inbox<Delivery>();
        await scene.Connect().Queue().On(scene.Everything, inbox.Add).ConsumeAsync();
        await scene.PublishNumbersAsync(200);

        var deliveries = await inbox.NextAsync(200);
        Assert.Equal(
            Enumerable.Range(0, 200).Select(number => $"{number}"),
            deliveries.Select(d => Encoding.UTF8.GetString(d.Body.Span))
        );
    }

    [Fact]
    public async Task A_delivery_made_by_hand_shows_what_a_handler_did()
    {
        var delivery = new Delivery<string, int>(5, "a.b")
        {
            Exchange = "exchange/x",
            RoutingKey = "a.b",
            Routes = ["index.x"],
            Redelivered = true,
            Body = "5"u8.ToArray(),
            Properties = new MessageProperties { MessageId = "m" },
        };
        Assert.Equal(5, delivery.Payload);
        Assert.Equal(5, ((Delivery)delivery).Payload);
        Assert.Equal("a.b", delivery.Routing);
        Assert.Equal(["index.x"], delivery.Routes);
        Assert.Equal(Settlement.None, delivery.Settlement);

        await delivery.RequeueAsync();
        await delivery.AckAsync();
        Assert.Equal(Settlement.Requeued, delivery.Settlement);

        var rejected = new Delivery { RoutingKey = "a" };
        await rejected.RejectAsync();
        Assert.Null(rejected.Payload);
        Assert.Equal(Settlement.Rejected, rejected.Settlement);
    }

    [Fact]
    public async Task A_cancelled_settlement_settles_nothing()
    {
        var delivery = new Delivery();
        await Assert.ThrowsAsync<OperationCanceledException>(async () =>
            await delivery.AckAsync(new CancellationToken(canceled: true))
        );
        Assert.Equal(Settlement.None, delivery.Settlement);
    }

    [Fact]
    public async Task A_delivery_that_was_made_by_hand_can_be_one_of_a_stream()
    {
        Assert.Null(new Delivery().StreamOffset);
        var delivery = new Delivery { StreamOffset = 7 };
        var error = await Assert.ThrowsAsync<InvalidOperationException>(async () => await delivery.RequeueAsync());
        Assert.StartsWith("A stream takes nothing back.", error.Message, StringComparison.Ordinal);
        await delivery.RejectAsync();
        Assert.Equal((7, Settlement.Rejected), (delivery.StreamOffset, delivery.Settlement));
    }

    private sealed record NumberKeyBinding(string ExchangeName) : IBinding<int, string>
    {
        public string RoutingKey => "#";

        public string ReadPayload(ReadOnlySpan<byte> json) => Encoding.UTF8.GetString(json);

        public int ReadRouting(string routingKey) =>
            int.Parse(routingKey, System.Globalization.CultureInfo.InvariantCulture);
    }
}
