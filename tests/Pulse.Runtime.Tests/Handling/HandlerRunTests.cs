using System.Text.Json;

namespace Pulse.Runtime.Tests.Handling;

/// <summary>From a message that was read to the frame that settles it, without a broker.</summary>
public sealed class HandlerRunTests
{
    private readonly LogLines _log = new();
    private readonly FakeChannel _fake;
    private readonly Acknowledger _acknowledger;
    private readonly List<string> _seen = [];

    public HandlerRunTests()
    {
        (var channel, _fake) = FakeChannel.Open();
        _acknowledger = new Acknowledger(channel, new FailureMemory());
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
        var pipeline = Pipeline(With(_ => throw new InvalidOperationException("not today")));
        await RunAsync(pipeline, Messages.Create());
        await RunAsync(pipeline, Messages.Create(redelivered: true, tag: 2));
        Assert.Equal(["requeue 1", "reject 2"], _fake.Sent);
        Assert.Equal(2, _log.All.Count(line => line.Contains("not today", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_handler_that_is_told_to_end_has_its_message_requeued()
    {
        using var stopping = new CancellationTokenSource();
        var options = With(token => Task.Delay(Timeout.Infinite, token));
        var pipeline = new HandlerPipeline(options, keepsRejected: false, _log.CreateLogger("Pulse"), stopping.Token);
        var running = RunAsync(pipeline, Messages.Create());
        await stopping.CancelAsync();
        await running.WithinPatience();
        Assert.Equal(["requeue 1"], _fake.Sent);
        Assert.Empty(_log.All);
    }

    [Fact]
    public async Task A_message_that_no_subscription_explains_is_rejected_or_goes_to_OnUnmatched()
    {
        var options = With(_ => Task.CompletedTask);
        await RunAsync(options, Messages.Create(exchange: "another"));
        var handled = options with { OnUnmatched = (delivery, _) => SeeAsync(delivery.Exchange) };
        await RunAsync(handled, Messages.Create(exchange: "another", tag: 2));
        Assert.Equal(["reject 1", "ack 2"], _fake.Sent);
        Assert.Equal(["another"], _seen);
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
                new Subscription<string, JsonElement>("e", "#", Binding.To("e", "#"), (_, token) => handler(token)),
            ],
        };

    private HandlerPipeline Pipeline(HandlerOptions options) =>
        new(options, keepsRejected: false, _log.CreateLogger("Pulse"), CancellationToken.None);

    private Task RunAsync(HandlerOptions options, AmqpDelivery message) => RunAsync(Pipeline(options), message);

    private Task RunAsync(HandlerPipeline pipeline, AmqpDelivery message) =>
        pipeline.Scheduler.RunAsync(pipeline.Reader.Read(message, _acknowledger));
}
