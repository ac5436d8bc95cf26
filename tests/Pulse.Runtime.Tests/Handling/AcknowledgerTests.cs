using Microsoft.Extensions.Time.Testing;

namespace Pulse.Runtime.Tests.Handling;

public sealed class AcknowledgerTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly AmqpChannel _channel;
    private readonly FakeChannel _fake;
    private readonly Acknowledger _acknowledger;
    private bool _isAnyHeld;

    public AcknowledgerTests()
    {
        (_channel, _fake) = FakeChannel.Open(_time);
        _acknowledger = new Acknowledger(_channel, prefetch: 20, () => _isAnyHeld);
    }

    public void Dispose() => _acknowledger.Dispose();

    [Theory]
    [InlineData(Settlement.Acknowledged, "ack 1")]
    [InlineData(Settlement.Requeued, "requeue 1")]
    [InlineData(Settlement.Rejected, "reject 1")]
    public async Task Each_settlement_is_one_method(Settlement settlement, string sent)
    {
        var message = Messages.Create();
        _acknowledger.Add(message);
        await _acknowledger.SettleAsync(message, settlement);
        Assert.Equal([sent], _fake.Sent);
    }

    [Fact]
    public async Task On_a_channel_that_has_ended_nothing_is_sent()
    {
        var message = Messages.Create();
        _acknowledger.Add(message);
        _fake.Close();
        Assert.False(_acknowledger.IsOpen);
        await _acknowledger.SettleAsync(message, Settlement.Acknowledged);
        Assert.Equal([], _fake.Sent);
        Assert.True(_acknowledger.WhenAtMost(0).IsCompleted);
    }

    [Fact]
    public async Task All_is_settled_when_the_last_delivery_is_in_whatever_order()
    {
        var messages = Enumerable.Range(1, 3).Select(tag => Messages.Create(tag: (ulong)tag)).ToList();
        messages.ForEach(_acknowledger.Add);
        var allSettled = _acknowledger.WhenAtMost(0);
        await _acknowledger.SettleAsync(messages[2], Settlement.Acknowledged);
        await _acknowledger.SettleAsync(messages[0], Settlement.Rejected);
        Assert.False(allSettled.IsCompleted);
        await _acknowledger.SettleAsync(messages[1], Settlement.Acknowledged);
        await allSettled.WithinPatience();
        Assert.True(_acknowledger.WhenAtMost(0).IsCompleted);
    }

    [Fact]
    public async Task Nobody_waits_for_settlements_of_a_channel_that_is_closed()
    {
        _acknowledger.Add(Messages.Create());
        var allSettled = _acknowledger.WhenAtMost(0);
        await _channel.DisposeAsync();
        await allSettled.WithinPatience();
    }

    [Fact]
    public async Task Half_of_the_prefetch_is_acknowledged_in_one_frame()
    {
        _isAnyHeld = true;
        var messages = Add(20);
        foreach (var message in messages.Take(9))
            await _acknowledger.AcknowledgeSoonAsync(message);
        Assert.Empty(_fake.Sent);
        await _acknowledger.AcknowledgeSoonAsync(messages[9]);
        Assert.Equal(["ack 10 and all before"], _fake.Sent);
    }

    [Fact]
    public async Task What_is_done_is_acknowledged_at_once_when_no_other_delivery_has_arrived()
    {
        _isAnyHeld = true;
        var messages = Add(3);
        await _acknowledger.AcknowledgeSoonAsync(messages[0]);
        Assert.Empty(_fake.Sent);
        _isAnyHeld = false;
        await _acknowledger.AcknowledgeSoonAsync(messages[1]);
        Assert.Equal(["ack 2 and all before"], _fake.Sent);
    }

    [Fact]
    public async Task A_delivery_that_is_done_is_acknowledged_within_20_ms_whatever_precedes_it()
    {
        _isAnyHeld = true;
        var messages = Add(4);
        await _acknowledger.AcknowledgeSoonAsync(messages[1]);
        await _acknowledger.AcknowledgeSoonAsync(messages[3]);
        _time.Advance(TimeSpan.FromMilliseconds(20));
        Assert.Equal(["ack 2", "ack 4"], _fake.Sent);
        await _acknowledger.AcknowledgeSoonAsync(messages[0]);
        _time.Advance(TimeSpan.FromMilliseconds(20));
        Assert.Equal(["ack 2", "ack 4", "ack 1"], _fake.Sent);
    }

    [Fact]
    public async Task A_rejection_between_stays_one()
    {
        _isAnyHeld = true;
        var messages = Add(3);
        await _acknowledger.AcknowledgeSoonAsync(messages[0]);
        await _acknowledger.SettleAsync(messages[1], Settlement.Rejected);
        await _acknowledger.AcknowledgeSoonAsync(messages[2]);
        await _acknowledger.FlushAsync();
        Assert.Equal(["reject 2", "ack 3 and all before"], _fake.Sent);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_narrow_prefetch_has_each_delivery_acknowledged_at_once(ushort prefetch)
    {
        using var narrow = new Acknowledger(_channel, prefetch, () => true);
        var message = Messages.Create();
        narrow.Add(message);
        await narrow.AcknowledgeSoonAsync(message);
        Assert.Equal(["ack 1"], _fake.Sent);
    }

    private List<AmqpDelivery> Add(int count)
    {
        var messages = Enumerable.Range(1, count).Select(tag => Messages.Create(tag: (ulong)tag)).ToList();
        messages.ForEach(_acknowledger.Add);
        return messages;
    }
}
