using System.Text.Json;
using Pulse.RabbitMq;

namespace Pulse.Runtime.Tests.Consuming;

/// <summary>Where consuming a stream begins, the first time and after a lost connection.</summary>
[Collection(QueuesRabbitMq.Name)]
public sealed class StreamStartTests(RabbitMqFixture rabbitMq)
{
    private readonly Inbox<(int Number, long? Offset)> _handled = new();
    private readonly Inbox<MissedMessages> _back = new();

    [Fact]
    public async Task A_stream_is_read_from_where_its_consumer_chooses_and_each_delivery_shows_its_offset()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await FillAsync(scene, 5);
        var yesterday = DateTimeOffset.UtcNow.AddDays(-1);
        foreach (
            var (start, first) in new[]
            {
                (StreamOffset.First, 0),
                (StreamOffset.From(3), 3),
                (StreamOffset.At(yesterday), 0),
                (StreamOffset.At(DateTimeOffset.MinValue), 0),
                (StreamOffset.Last, 4),
            }
        )
        {
            await using var queue = await Describe(scene, start).ConsumeAsync();
            Assert.Equal(
                Enumerable.Range(first, 5 - first).Select(number => (number, (long?)number)),
                await _handled.NextAsync(5 - first)
            );
        }

        foreach (var start in new[] { StreamOffset.Next, StreamOffset.At(DateTimeOffset.UtcNow.AddDays(1)), default })
        {
            await using var queue = await Describe(scene, start).ConsumeAsync();
            await scene.PublishAsync("a", "7");
            Assert.Equal(7, (await _handled.NextAsync()).Number);
        }
    }

    [Fact]
    public async Task An_existing_stream_is_read_from_where_its_consumer_chooses()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await FillAsync(scene, 5);
        await scene
            .Connect()
            .ExistingQueue(scene.FullQueueName)
            .Stream(StreamOffset.From(2))
            .On(scene.Everything, Note)
            .ConsumeAsync();
        Assert.Equal([(2, 2), (3, 3), (4, 4)], await _handled.NextAsync(3));
    }

    [Fact]
    public async Task An_existing_queue_that_is_not_a_stream_has_no_offset_to_begin_at()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await scene.DeclareQueueAsync();
        var builder = scene.Connect().ExistingQueue(scene.FullQueueName).On(scene.Everything, Note);
        var error = await Assert.ThrowsAsync<PulseException>(() => builder.Stream(StreamOffset.First).ConsumeAsync());
        Assert.Contains(
            "is not a stream, so consuming cannot begin at an offset",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.Contains("Leave out Stream(...)", error.Message, StringComparison.Ordinal);
        await builder.Stream().ConsumeAsync();
        await scene.Channel.QueueBindAsync(scene.FullQueueName, scene.Exchange, "#");
        await scene.PublishAsync("a", "1");
        Assert.Equal((1, null), await _handled.NextAsync());
    }

    [Fact]
    public async Task A_classic_queue_that_is_adopted_in_place_of_a_stream_is_consumed_without_an_offset()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await scene.DeclareQueueAsync();
        await Describe(scene, StreamOffset.First).ConsumeAsync();
        await scene.PublishAsync("a", "1");
        Assert.Equal((1, null), await _handled.NextAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)] // existing
    public async Task After_a_lost_connection_consuming_goes_on_and_does_not_begin_again(bool isExisting)
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        using var proxy = TcpProxy.To(rabbitMq.Node);
        await FillAsync(scene, 5);
        await Describe(scene, StreamOffset.From(2), proxy.Url, isExisting).ConsumeAsync();
        await _handled.NextAsync(3);
        proxy.CutConnections();
        Assert.Equal(MissedMessages.None, await _back.NextAsync());
        await scene.PublishAsync("a", "5");
        (int Number, long? Offset) next;
        do next = await _handled.NextAsync();
        while (next.Number == 4); // Its acknowledgement may be lost.
        Assert.Equal((5, 5), next);
    }

    [Theory]
    [InlineData("first", false)]
    [InlineData("first", true)]
    [InlineData("from", false)]
    [InlineData("at", false)]
    [InlineData("at", true)]
    public async Task Where_nothing_has_arrived_yet_it_begins_at_the_same_place_again_and_nothing_is_missed(
        string place,
        bool isExisting
    )
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        using var proxy = TcpProxy.To(rabbitMq.Node);
        await FillAsync(scene, 0);
        var start = place switch
        {
            "first" => StreamOffset.First,
            "from" => StreamOffset.From(1),
            _ => StreamOffset.At(DateTimeOffset.UtcNow.AddMinutes(-1)),
        };
        await Describe(scene, start, proxy.Url, isExisting).ConsumeAsync();
        proxy.Cut();
        await scene.PublishNumbersAsync(3);
        proxy.Mend();
        Assert.Equal(MissedMessages.None, await _back.NextAsync());
        var first = place == "from" ? 1 : 0;
        Assert.Equal(first, (await _handled.NextAsync()).Number);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Where_nothing_has_arrived_yet_the_broker_s_choice_may_have_missed_messages(bool isLast)
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        using var proxy = TcpProxy.To(rabbitMq.Node);
        await Describe(scene, isLast ? StreamOffset.Last : StreamOffset.Next, proxy.Url).ConsumeAsync();
        proxy.CutConnections();
        Assert.Equal(MissedMessages.StreamPositionUnknown, await _back.NextAsync());
    }

    [Fact]
    public async Task A_stream_that_is_created_again_is_read_from_its_start_where_an_offset_was_asked_for()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await Describe(scene, StreamOffset.From(100)).ConsumeAsync();
        await scene.DeleteQueueAsync();
        Assert.Equal(MissedMessages.QueueCreatedAnew, await _back.NextAsync());
        await scene.PublishAsync("a", "7");
        Assert.Equal((7, 0), await _handled.NextAsync());
    }

    [Fact]
    public async Task A_stream_that_is_paused_before_its_first_message_begins_at_the_same_place_when_it_is_resumed()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var queue = await Describe(scene, StreamOffset.First).ConsumeAsync();
        await queue.PauseAsync();
        await scene.PublishNumbersAsync(3);
        await queue.ResumeAsync();
        Assert.Equal([(0, 0), (1, 1), (2, 2)], await _handled.NextAsync(3));
    }

    private void Note(Delivery<string, JsonElement> delivery) =>
        _handled.Add((delivery.Payload.GetInt32(), delivery.StreamOffset));

    private PulseQueueBuilder Describe(Scene scene, StreamOffset start, string? url = null, bool isExisting = false)
    {
        var connection = scene.Connect(options => options with { Url = url ?? options.Url });
        connection.QueueReconnected += (_, back) => _back.Add(back.MissedMessages);
        var builder = isExisting ? connection.ExistingQueue(scene.FullQueueName) : connection.Queue(scene.QueueName);
        return builder.Stream(start).On(scene.Everything, Note);
    }

    // Confirmed, and one by one, so that 'last' is a single one.
    private static async Task FillAsync(Scene scene, int count)
    {
        await scene.DeclareQueueAsync(arguments: ("x-queue-type", "stream"));
        await scene.Channel.QueueBindAsync(scene.FullQueueName, scene.Exchange, "#");
        for (var number = 0; number < count; number++)
        {
            await scene.PublishAsync("a", $"{number}");
            await Task.Delay(20);
        }
    }
}
