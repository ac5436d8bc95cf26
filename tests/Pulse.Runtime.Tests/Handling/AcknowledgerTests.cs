namespace Pulse.Runtime.Tests.Handling;

public sealed class AcknowledgerTests
{
    private readonly AmqpChannel _channel;
    private readonly FakeChannel _fake;
    private readonly Acknowledger _acknowledger;

    public AcknowledgerTests()
    {
        (_channel, _fake) = FakeChannel.Open();
        _acknowledger = new Acknowledger(_channel);
    }

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
}
