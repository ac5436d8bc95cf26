using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Pulse.RabbitMq;

namespace Pulse.Runtime.Tests.Consuming;

/// <summary>Streams: RabbitMQ ends the connection at a nack, and it is for the consumer to know where to go on.</summary>
[Collection(QueuesRabbitMq.Name)]
public sealed class StreamTests(RabbitMqFixture rabbitMq)
{
    private readonly Inbox<int> _handled = new();
    private readonly Inbox<MissedMessages> _back = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)] // adopted
    public async Task A_handler_that_throws_runs_once_more_and_then_its_message_is_skipped(bool isDeclared)
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        if (!isDeclared)
            await scene.DeclareQueueAsync(arguments: ("x-queue-type", "stream"));
        var (runs, failures) = (0, new Inbox<Exception>());
        var queue = await Describe(scene, isDeclared)
            .OnFailed((_, failure) => failures.Add(failure))
            .On(
                scene.Everything,
                d =>
                {
                    if (d.Payload.GetInt32() == 1 && ++runs > 0)
                        throw new InvalidOperationException("not this one");
                    Note(d);
                }
            )
            .ConsumeAsync();
        await scene.PublishNumbersAsync(3);

        Assert.Equal([0, 2], await _handled.NextAsync(2));
        await failures.NextAsync();
        Assert.Equal((2, 1), (runs, failures.Count));
        Assert.Contains(
            scene.Log.All,
            line => line.StartsWith("Error 29 A handler threw on the message at offset 1 ", StringComparison.Ordinal)
        );
        Assert.Equal((PulseState.Connected, 0), (queue.State, _back.Count));
    }

    [Fact]
    public async Task After_a_lost_connection_a_stream_goes_on_behind_the_last_message_that_was_handled()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        using var proxy = TcpProxy.To(rabbitMq.Node);
        await Describe(scene, url: proxy.Url).On(scene.Everything, Note).ConsumeAsync();
        var (published, taken) = (0, new List<int>());
        for (var round = 0; round < 3; round++)
        {
            for (var count = 0; count < 30; count++)
                await scene.PublishAsync("a", $"{published++}");
            taken.Add(await _handled.NextAsync());
            proxy.Cut();
            for (var count = 0; count < 5; count++)
                await scene.PublishAsync("a", $"{published++}");
            proxy.Mend();
            Assert.Equal(MissedMessages.None, await _back.NextAsync());
        }

        await Eventually.HoldsAsync(() => _handled.Last == published - 1, "everything is handled");
        Assert.InRange(_handled.Count, published, published + 3); // At most the one that was running comes again.
        var rest = await _handled.NextAsync(_handled.Count - taken.Count);
        Assert.Equal(Enumerable.Range(0, published), taken.Concat(rest).Distinct());
    }

    [Fact]
    public async Task Pausing_and_closing_a_stream_send_it_no_nack_and_miss_nothing()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var gate = new SemaphoreSlim(0);
        var queue = await Describe(scene)
            .On(
                scene.Everything,
                async d =>
                {
                    await gate.WaitAsync();
                    Note(d);
                }
            )
            .ConsumeAsync();
        await scene.PublishNumbersAsync(40);
        gate.Release(10);
        await _handled.NextAsync(10);
        var pausing = queue.PauseAsync();
        gate.Release(100);
        await pausing.WithinPatience();
        await queue.ResumeAsync();
        Assert.Equal(Enumerable.Range(10, 30), await _handled.NextAsync(30));
        await queue.CloseAsync();
        Assert.Equal(0, _back.Count);
        Assert.DoesNotContain(scene.Log.All, line => line.StartsWith("Warning", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_cannot_be_read_or_matched_in_a_stream_is_skipped_without_a_nack()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var queue = await Describe(scene).On(Binding.To(scene.Exchange, "a"), Note).ConsumeAsync();
        await scene.Channel.QueueBindAsync(queue.Name, scene.Exchange, "b");
        for (var count = 0; count < 25; count++)
        {
            await scene.PublishAsync("a", "{");
            await scene.PublishAsync("b");
        }

        await scene.PublishAsync("a", "7");
        Assert.Equal(7, await _handled.NextAsync());
        Assert.Equal((PulseState.Connected, 0), (queue.State, _back.Count));
    }

    [Fact]
    public async Task A_stream_of_which_nothing_was_handled_may_have_been_missed()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        using var proxy = TcpProxy.To(rabbitMq.Node);
        await Describe(scene, url: proxy.Url).On(scene.Everything, Note).ConsumeAsync();
        proxy.CutConnections();
        Assert.Equal(MissedMessages.StreamPositionUnknown, await _back.NextAsync());
    }

    [Fact]
    public async Task Giving_back_a_delivery_of_a_stream_is_an_error_that_says_what_to_do()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var errors = new Inbox<Exception>();
        await Describe(scene)
            .ManualAcknowledge()
            .On(
                scene.Everything,
                async d =>
                {
                    errors.Add(await Record.ExceptionAsync(() => d.RequeueAsync().AsTask()));
                    await d.RejectAsync();
                    Note(d);
                }
            )
            .ConsumeAsync();
        await scene.PublishNumbersAsync(2);
        Assert.Equal([0, 1], await _handled.NextAsync(2));
        var error = Assert.IsType<InvalidOperationException>(await errors.NextAsync());
        Assert.Contains("takes nothing back", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_slowed_down_stream_can_be_paused_between_the_two_runs_of_a_message()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var (time, isAway) = (new FakeTimeProvider(), true);
        var queue = await Describe(scene, time: time)
            .On(
                scene.Everything,
                d =>
                {
                    if (isAway)
                        throw new InvalidOperationException("away");
                    Note(d);
                }
            )
            .ConsumeAsync();
        await scene.PublishNumbersAsync(5);
        await Eventually.HoldsAsync(() => queue.IsSlowedDown, "it is slowed down");

        // No time passes, so the second run is due one day.
        await queue.PauseAsync().WithinPatience();
        isAway = false;
        await queue.ResumeAsync();
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([2, 3, 4], await _handled.NextAsync(3));
        await queue.CloseAsync().WithinPatience();
        Assert.DoesNotContain(scene.Log.All, line => line.Contains("timed out", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_stream_that_is_paused_for_over_a_minute_keeps_nothing_unacknowledged_and_begins_where_it_was()
    {
        await rabbitMq.EnsureUserAsync("streamer", "streamer");
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var (time, gate, entered) = (new FakeTimeProvider(), new SemaphoreSlim(0), new TaskCompletionSource());
        var queue = await Describe(scene, time: time, user: "streamer")
            .On(
                scene.Everything,
                async d =>
                {
                    entered.TrySetResult();
                    await gate.WaitAsync();
                    Note(d);
                }
            )
            .ConsumeAsync();
        await scene.PublishNumbersAsync(10);
        await entered.Task.WithinPatience();
        await Eventually.HoldsAsync(async () => await UnacknowledgedAsync() == 10, "all have arrived");
        var pausing = queue.PauseAsync();
        gate.Release(1);
        await pausing.WithinPatience();
        await Eventually.HoldsAsync(
            async () =>
            {
                time.Advance(TimeSpan.FromMinutes(1));
                return await UnacknowledgedAsync() == 0;
            },
            "nothing is unacknowledged"
        );
        await queue.ResumeAsync();
        gate.Release(100);
        Assert.Equal(Enumerable.Range(0, 10), await _handled.NextAsync(10));
        await queue.CloseAsync();
        Assert.Equal(10, _handled.Count);

        async Task<int> UnacknowledgedAsync() =>
            (await rabbitMq.Node.ControlAsync("list_channels", "user", "messages_unacknowledged"))
                .Split('\n')
                .Select(line => line.Split('\t'))
                .Where(line => line[0] == "streamer")
                .Sum(line => int.Parse(line[1], System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task A_stream_of_which_nobody_may_be_asked_whether_it_is_there_is_not_read_again_from_its_start()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        using var proxy = TcpProxy.To(rabbitMq.Node);
        proxy.WantConfigureForPassiveDeclares();
        await rabbitMq.Node.AddUserAsync("stream-reader", "stream-reader", "^$", "^$", ".*");
        await scene.DeclareQueueAsync(arguments: ("x-queue-type", "stream"));
        await scene.Channel.QueueBindAsync(scene.FullQueueName, scene.Exchange, "#");
        var connection = scene.Connect(options =>
            options with
            {
                User = "stream-reader",
                Password = "stream-reader",
                Url = proxy.Url,
            }
        );
        connection.QueueReconnected += (_, back) => _back.Add(back.MissedMessages);
        await connection.ExistingQueue(scene.FullQueueName).On(scene.Everything, Note).ConsumeAsync();
        await scene.PublishNumbersAsync(10);
        Assert.Equal(Enumerable.Range(0, 10), await _handled.NextAsync(10));
        proxy.CutConnections();
        await _back.NextAsync();
        await scene.PublishAsync("a", "10");
        Assert.Equal(10, await _handled.NextAsync());
        await rabbitMq.Node.ControlAsync("delete_user", "stream-reader");
    }

    private void Note(Delivery<string, JsonElement> delivery) => _handled.Add(delivery.Payload.GetInt32());

    private PulseQueueBuilder Describe(
        Scene scene,
        bool isDeclared = true,
        string? url = null,
        TimeProvider? time = null,
        string? user = null
    )
    {
        var connection = scene.Connect(options =>
            options with
            {
                Url = url ?? options.Url,
                TimeProvider = time ?? options.TimeProvider,
                User = user ?? options.User,
                Password = user ?? options.Password,
            }
        );
        connection.QueueReconnected += (_, back) => _back.Add(back.MissedMessages);
        var builder = connection.Queue(scene.QueueName);
        return isDeclared ? builder.Argument("x-queue-type", "stream") : builder;
    }
}
