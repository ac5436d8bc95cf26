using System.Diagnostics;
using System.Text;
using System.Text.Json;
using RabbitMQ.Client;

namespace Pulse.Runtime.Tests.Publishing;

/// <summary>Properties, headers and routes, as consumers get them.</summary>
[Collection(SharedRabbitMq.Name)]
public sealed class PublishedPropertiesTests(RabbitMqFixture rabbitMq)
{
    private readonly Inbox<Delivery<string, JsonElement>> _inbox = new();

    [Fact]
    public async Task A_message_arrives_with_its_key_payload_and_the_usual_properties()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await scene.ConsumeAsync(_inbox.Add);
        await using var publisher = scene.Connect().CreatePublisher(new PublisherOptions { AppId = "counter" });
        var before = DateTimeOffset.UtcNow.AddSeconds(-1);

        await publisher.PublishAsync(new NumberKey(scene.Exchange, "a.b"), 42);

        var delivery = await _inbox.NextAsync();
        Assert.Equal((scene.Exchange, "a.b"), (delivery.Exchange, delivery.RoutingKey));
        Assert.Equal("42"u8, delivery.Body.Span);
        var properties = delivery.Properties;
        Assert.Equal("application/json", properties.ContentType);
        Assert.Equal("utf-8", properties.ContentEncoding);
        Assert.Equal("counter", properties.AppId);
        Assert.True(properties.Persistent);
        Assert.True(Guid.TryParse(properties.MessageId, out _));
        Assert.InRange(properties.Timestamp!.Value, before, DateTimeOffset.UtcNow);
        Assert.Empty(properties.Headers);
        Assert.Null(properties.Priority);
    }

    [Fact]
    public async Task Every_property_that_is_set_arrives()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await scene.ConsumeAsync(_inbox.Add);
        await using var publisher = scene.Connect().CreatePublisher();
        var options = new PublishOptions
        {
            Routes = ["index.a", "index.b.c"],
            MessageId = "m1",
            Timestamp = DateTimeOffset.UnixEpoch.AddDays(1),
            ContentType = "application/x-test",
            ContentEncoding = null,
            Persistent = false,
            AppId = "app",
            Type = "type",
            CorrelationId = "c1",
            ReplyTo = "reply",
            Expiration = TimeSpan.FromMinutes(1),
            Priority = 3,
            Headers = new Dictionary<string, object?>
            {
                ["text"] = "ü",
                ["number"] = 7,
                ["large"] = 7UL,
                ["time"] = DateTimeOffset.UnixEpoch,
                ["list"] = new object?[] { 1L, "two", null },
                ["table"] = new Dictionary<string, object?> { ["deep"] = true },
                ["texts"] = new Dictionary<string, string> { ["a"] = "b" },
            },
        };

        await publisher.PublishAsync(scene.Exchange, "a", JsonDocument.Parse("""{ "n": 1 }""").RootElement, options);

        var delivery = await _inbox.NextAsync();
        Assert.Equal(["index.a", "index.b.c"], delivery.Routes);
        var properties = delivery.Properties;
        Assert.Equal("m1", properties.MessageId);
        Assert.Equal(options.Timestamp, properties.Timestamp);
        Assert.Equal("application/x-test", properties.ContentType);
        Assert.Null(properties.ContentEncoding);
        Assert.False(properties.Persistent);
        Assert.Equal(
            ("app", "type", "c1", "reply", "60000"),
            (properties.AppId, properties.Type, properties.CorrelationId, properties.ReplyTo, properties.Expiration)
        );
        Assert.Equal((byte)3, properties.Priority);
        Assert.Equal("ü", properties.Headers["text"]);
        Assert.Equal(7, properties.Headers["number"]);
        Assert.Equal(7L, properties.Headers["large"]);
        Assert.Equal(DateTimeOffset.UnixEpoch, properties.Headers["time"]);
        Assert.Equal([1L, "two", null], Assert.IsType<object?[]>(properties.Headers["list"]));
        var table = Assert.IsAssignableFrom<IReadOnlyDictionary<string, object?>>(properties.Headers["table"]);
        Assert.Equal(true, table["deep"]);
        Assert.Equal("b", ((IReadOnlyDictionary<string, object?>)properties.Headers["texts"]!)["a"]);
        Assert.Equal("""{ "n": 1 }""", Encoding.UTF8.GetString(delivery.Body.Span));
    }

    [Fact]
    public async Task A_bare_client_sees_neither_numbers_nor_other_headers_of_ours()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await scene.DeclareQueueAsync();
        await scene.Channel.QueueBindAsync(scene.FullQueueName, scene.Exchange, "#");
        await using var publisher = scene.Connect().CreatePublisher();
        var body = new byte[] { 0, 255, 7 };

        await publisher.PublishAsync(
            scene.Exchange,
            "a.b",
            body,
            new PublishOptions
            {
                Routes = ["r"],
                ContentType = null,
                ContentEncoding = null,
            }
        );

        var message = (await scene.Channel.BasicGetAsync(scene.FullQueueName, autoAck: true))!;
        Assert.Equal(body, message.Body.ToArray());
        Assert.Equal((scene.Exchange, "a.b"), (message.Exchange, message.RoutingKey));
        Assert.Equal(["CC"], message.BasicProperties.Headers!.Keys);
        var route = Assert.Single((IList<object?>)message.BasicProperties.Headers["CC"]!);
        Assert.Equal("route.r", Encoding.UTF8.GetString((byte[])route!));
        Assert.False(message.BasicProperties.IsContentTypePresent());
        Assert.Equal(DeliveryModes.Persistent, message.BasicProperties.DeliveryMode);
    }

    [Fact]
    public async Task The_trace_of_the_caller_goes_with_the_message()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await scene.ConsumeAsync(_inbox.Add);
        await using var publisher = scene.Connect().CreatePublisher();
        using var activity = new Activity("test").SetIdFormat(ActivityIdFormat.W3C).Start();
        activity.TraceStateString = "vendor=1";
        var key = new NumberKey(scene.Exchange, "a");

        await publisher.PublishAsync(key, 1);
        await publisher.PublishAsync(
            key,
            2,
            new PublishOptions { Headers = new Dictionary<string, object?> { ["traceparent"] = "mine" } }
        );

        var headers = (await _inbox.NextAsync()).Properties.Headers;
        Assert.Equal(activity.Id, headers["traceparent"]);
        Assert.Equal("vendor=1", headers["tracestate"]);
        Assert.Equal("mine", (await _inbox.NextAsync()).Properties.Headers["traceparent"]);
    }

    [Fact]
    public async Task A_trace_of_the_client_is_part_of_its_own_callers_though_others_send_the_message()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await scene.ConsumeAsync(_inbox.Add, q => q.Prefetch(1000));
        await using var publisher = scene.Connect().CreatePublisher(new PublisherOptions { MaxUnconfirmed = 3 });
        var key = new NumberKey(scene.Exchange, "a");
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name.StartsWith("RabbitMQ.Client", StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(listener);
        var traces = new string[100];

        await Task.WhenAll(
            Enumerable
                .Range(0, 100)
                .Select(number =>
                    Task.Run(async () =>
                    {
                        using var activity = new Activity("caller").SetIdFormat(ActivityIdFormat.W3C).Start();
                        traces[number] = $"{activity.TraceId}";
                        await publisher.PublishAsync(key, number);
                    })
                )
        );

        foreach (var delivery in await _inbox.NextAsync(100))
        {
            var parent = (string)delivery.Properties.Headers["traceparent"]!;
            Assert.Equal(traces[delivery.Payload.GetInt32()], parent.Split('-')[1]);
        }
    }

    [Theory]
    [InlineData("7f6c", typeof(ArgumentException))]
    [InlineData("cycle", typeof(ArgumentException))]
    public async Task A_header_that_AMQP_has_no_type_for_is_refused_with_its_name(string kind, Type error)
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await using var publisher = scene.Connect().CreatePublisher();
        var cycle = new Dictionary<string, object?>();
        cycle["again"] = cycle;
        object value = kind == "cycle" ? cycle : Guid.NewGuid();
        var options = new PublishOptions { Headers = new Dictionary<string, object?> { ["mine"] = value } };
        var failure = await Assert.ThrowsAsync(
            error,
            () => publisher.PublishAsync(scene.Exchange, "a", "{}"u8.ToArray(), options)
        );
        Assert.Contains(kind == "cycle" ? "'again'" : "'mine'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_received_message_is_published_again_as_it_was()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await scene.ConsumeAsync(_inbox.Add);
        await using var publisher = scene.Connect().CreatePublisher();
        var sent = new PublishOptions
        {
            Routes = ["r"],
            Type = "t",
            Expiration = TimeSpan.FromHours(1),
            Headers = new Dictionary<string, object?> { ["n"] = 1 },
        };
        await publisher.PublishAsync(scene.Exchange, "a", "1"u8.ToArray(), sent);
        var first = await _inbox.NextAsync();

        await publisher.PublishAsync(scene.Exchange, "a", first.Body, PublishOptions.Of(first.Properties));

        var second = await _inbox.NextAsync();
        Assert.Equal(first.Routes, second.Routes);
        Assert.Equal(
            (first.Properties.MessageId, first.Properties.Timestamp, "t", "3600000"),
            (
                second.Properties.MessageId,
                second.Properties.Timestamp,
                second.Properties.Type,
                second.Properties.Expiration
            )
        );
        Assert.Equal(1, second.Properties.Headers["n"]);
    }
}
