using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace Pulse.Runtime.Tests.Handling;

/// <summary>From a message that was read to the frame that settles it, without a broker.</summary>
public sealed class HandlerRunTests
{
    private readonly LogLines _log = new();
    private readonly FakeTimeProvider _time = new();
    private readonly FakeChannel _fake;
    private readonly Acknowledger _acknowledger;
    private readonly List<string> _seen = [];

    public HandlerRunTests()
    {
        (var channel, _fake) = FakeChannel.Open();
        _acknowledger = new Acknowledger(channel, prefetch: 20, () => false);
    }

    [Theory]
    [InlineData("AfterHandler", "handler; ack 1")]
    [InlineData("BeforeHandler", "ack 1; handler")]
    [InlineData("ByHandler", "handler")]
    public async Task A_message_is_acknowledged_when_the_queue_says(string acknowledgement, string order)
    {
        var options = With(_ =>
        {
            _seen.AddRange(_fake.Sent);
            _seen.Add("handler");
            return Task.CompletedTask;
        }) with
        {
            Acknowledgement = Enum.Parse<Acknowledgement>(acknowledgement),
        };
        await RunAsync(options, Messages.Create());
        Assert.Equal(order, string.Join("; ", _seen.Concat(_fake.Sent).Distinct()));
    }

    [Fact]
    public async Task A_handler_that_throws_has_its_message_requeued_and_the_second_time_rejected()
    {
        var handling = Handling(With(_ => throw new InvalidOperationException("not today")));
        await RunAsync(handling, Messages.Create());
        await RunAsync(handling, Messages.Create(redelivered: true, tag: 2));
        Assert.Equal(["requeue 1", "reject 2"], _fake.Sent);
        Assert.Equal(2, _log.All.Count(line => line.Contains("not today", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_handler_that_is_told_to_end_has_its_message_requeued()
    {
        using var stopping = new CancellationTokenSource();
        var options = With(token => Task.Delay(Timeout.Infinite, token));
        var handling = Handling(options, stopping.Token);
        var running = RunAsync(handling, Messages.Create());
        await stopping.CancelAsync();
        await running.WithinPatience();
        Assert.Equal(["requeue 1"], _fake.Sent);
        Assert.Empty(_log.All);
    }

    [Fact]
    public async Task A_message_that_no_subscription_matches_is_returned_after_a_pause_or_goes_to_OnUnmatched()
    {
        var options = With(_ => Task.CompletedTask);
        await RunAsync(options, Messages.Create(exchange: "e", routingKey: "b"));
        Assert.Empty(_fake.Sent);
        await Eventually.HoldsAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromMilliseconds(10));
                return _fake.Sent.Count > 0;
            },
            "it is returned"
        );
        var handled = options with { OnUnmatched = (delivery, _) => SeeAsync(delivery.RoutingKey) };
        await RunAsync(handled, Messages.Create(exchange: "e", routingKey: "b", tag: 2));
        Assert.Equal(["requeue 1", "ack 2"], _fake.Sent);
        Assert.Equal(["b"], _seen);
    }

    [Fact]
    public async Task A_message_that_cannot_be_read_goes_to_OnUndecodable_and_is_rejected()
    {
        var options = With(_ => SeeAsync("never")) with
        {
            OnUndecodable = (_, reason) => SeeAsync(reason.InnerException!.GetType().Name),
        };
        await RunAsync(options, Messages.Create("{"));
        Assert.Equal(["reject 1"], _fake.Sent);
        Assert.Equal(["JsonException"], _seen);
    }

    [Fact]
    public async Task Failures_that_OnFailed_settles_slow_the_queue_down_as_others_do()
    {
        var options = With(_ => throw new InvalidOperationException("not today")) with
        {
            OnFailed = (delivery, _) => delivery.RejectAsync().AsTask(),
        };
        var handling = Handling(options);
        for (var tag = 1u; tag <= 3; tag++)
        {
            Assert.False(handling.Slowdown.IsActive);
            await RunAsync(handling, Messages.Create($"{tag}", tag: tag));
        }

        Assert.True(handling.Slowdown.IsActive);
        Assert.Equal(["reject 1", "reject 2", "reject 3"], _fake.Sent);
    }

    private Task SeeAsync(string what)
    {
        _seen.Add(what);
        return Task.CompletedTask;
    }

    private static HandlerOptions With(Func<CancellationToken, Task> handler) =>
        new()
        {
            Subscriptions =
            [
                new Subscription<string, JsonElement>(
                    "e",
                    "a",
                    Binding.To("e", "a"),
                    (_, token) => handler(token),
                    OrderBy: null
                ),
            ],
        };

    private MessageHandling Handling(HandlerOptions options, CancellationToken stopping = default) =>
        new(
            options,
            prefetch: 20,
            keepsRejected: false,
            _log.CreateLogger("Pulse"),
            _time,
            maxDecompressedSize: 1000,
            stopping
        );

    private Task<bool> RunAsync(HandlerOptions options, AmqpDelivery message) => RunAsync(Handling(options), message);

    private Task<bool> RunAsync(MessageHandling handling, AmqpDelivery message)
    {
        _acknowledger.Add(message);
        return handling.Scheduler.RunAsync(handling.Reader.Read(message, _acknowledger));
    }

    [Theory]
    [InlineData(false, "requeue 1")]
    [InlineData(true, "ack 1")]
    public async Task OnFailed_is_told_of_a_failure_once_and_may_settle_the_message(bool settles, string sent)
    {
        var options = With(_ => throw new InvalidOperationException("not today")) with
        {
            OnFailed = async (delivery, exception) =>
            {
                _seen.Add(exception.Message);
                if (settles)
                    await delivery.AckAsync();
            },
        };
        await RunAsync(options, Messages.Create());
        Assert.Equal(["not today"], _seen);
        Assert.Equal([sent], _fake.Sent);
    }

    [Fact]
    public async Task An_OnFailed_that_throws_is_logged_and_the_usual_failure_handling_applies()
    {
        var options = With(_ => throw new InvalidOperationException("not today")) with
        {
            OnFailed = (_, _) => throw new FormatException("nor this"),
        };
        await RunAsync(options, Messages.Create());
        Assert.Equal(["requeue 1"], _fake.Sent);
        Assert.Contains(_log.All, line => line.Contains("nor this", StringComparison.Ordinal));
    }
}
