namespace Pulse.Runtime.Tests.Publishing;

/// <summary>What is sent again after a channel was lost, and what fails with it.</summary>
public sealed class OutboxLossTests() : OutboxScene(maxUnconfirmed: 100)
{
    [Fact]
    public void What_a_lost_channel_left_is_sent_again_in_its_order_and_before_anything_new()
    {
        var first = Open();
        var messages = AddMany(3);
        SendAll(first);
        Outbox.Confirm(first, 2, multiple: false, accepted: true);
        Outbox.Lose(first, null);
        var later = Add("later");

        var second = Open();

        Assert.Equal([messages[0], messages[2], later], SendAll(second));
        Outbox.Confirm(first, 1, multiple: true, accepted: true);
        Assert.False(messages[0].HasEnded);
        Outbox.Confirm(second, 3, multiple: true, accepted: true);
        Assert.Equal(0, Outbox.Count);
    }

    [Fact]
    public void A_channel_that_is_lost_while_things_are_sent_again_keeps_the_order()
    {
        var first = Open();
        var messages = AddMany(3);
        SendAll(first);
        Outbox.Lose(first, null);
        var second = Open();
        Assert.Same(messages[0], Outbox.Next(second));
        Outbox.Lose(second, null);
        Assert.Equal(messages, SendAll(Open()));
    }

    [Fact]
    public async Task A_refusal_that_can_be_about_one_message_only_fails_that_one()
    {
        var first = Open();
        var (a, b, c) = (Add("a"), Add("b"), Add("c"));
        SendAll(first);

        Outbox.Lose(first, Closure(404, "NOT_FOUND - no exchange 'b' in vhost '/'"));

        var refused = await Assert.ThrowsAsync<PublishRefusedException>(() => b.Task);
        Assert.Equal(PublishRefusal.ExchangeNotFound, refused.Reason);
        Assert.Equal([a, c], SendAll(Open()));
    }

    [Fact]
    public async Task After_a_refusal_that_can_be_about_several_they_are_sent_one_at_aTime()
    {
        var first = Open();
        var messages = AddMany(3);
        SendAll(first);
        Outbox.Lose(first, Closure(406, "PRECONDITION_FAILED - something"));
        Add("later");
        Assert.All(messages, message => Assert.False(message.HasEnded));

        var second = Open();
        Assert.Equal([messages[0]], SendAll(second));
        Outbox.Confirm(second, 1, multiple: false, accepted: true);
        Assert.Equal([messages[1]], SendAll(second));
        Outbox.Lose(second, Closure(406, "PRECONDITION_FAILED - something"));
        await Assert.ThrowsAsync<PublishRefusedException>(() => messages[1].Task);

        var third = Open();
        Assert.Equal([messages[2]], SendAll(third));
        Outbox.Confirm(third, 1, multiple: false, accepted: true);
        Assert.Single(SendAll(third));
        AddMany(2);
        Assert.Equal(2, SendAll(third).Count);
    }

    [Fact]
    public void A_message_that_has_ended_is_not_sent_again()
    {
        using var cancellation = new CancellationTokenSource();
        var first = Open();
        var messages = AddMany(2);
        messages[0].EndOn(cancellation.Token);
        SendAll(first);
        cancellation.Cancel();
        Assert.True(messages[0].Task.IsCanceled);
        Outbox.Lose(first, null);
        Assert.Equal([messages[1]], SendAll(Open()));
    }

    [Fact]
    public void A_channel_that_is_left_gets_nothing_more()
    {
        var sent = Open();
        Add("a");
        Outbox.Leave(sent);
        Assert.Empty(SendAll(sent));
        Outbox.Lose(sent, null);
        Assert.Single(SendAll(Open()));
    }

    [Fact]
    public void A_channel_that_is_lost_before_it_is_opened_takes_nothing()
    {
        var message = Add("a");
        var lost = Create();
        Outbox.Lose(lost, null);
        Outbox.Open(lost);
        Assert.Null(Outbox.Next(lost));
        Assert.Equal([message], SendAll(Open()));
    }

    [Fact]
    public async Task Of_an_exchange_that_may_be_missing_one_is_sent_at_aTime_and_others_are_not_held_up()
    {
        var first = Open();
        var (bad, good) = (AddMany(2, "bad"), AddMany(2, "good"));
        var lost = SendAll(first);
        Assert.Equal(4, lost.Count);
        Outbox.Lose(first, Closure(404, "NOT_FOUND - no exchange 'bad' in vhost '/'"));

        var second = Open();
        Assert.Equal([bad[0]], SendAll(second));
        Outbox.Lose(second, Closure(404, "NOT_FOUND - no exchange 'bad' in vhost '/'"));
        var refused = await Assert.ThrowsAsync<PublishRefusedException>(() => bad[0].Task);
        Assert.True(refused.MayStillArrive);

        var third = Open();
        Assert.Equal([bad[1], .. good], SendAll(third));
        var more = AddMany(3, "good");
        Assert.Equal(more, SendAll(third));
        Outbox.Lose(third, Closure(404, "NOT_FOUND - no exchange 'bad' in vhost '/'"));
        refused = await Assert.ThrowsAsync<PublishRefusedException>(() => bad[1].Task);
        Assert.False(refused.MayStillArrive);
        Assert.Equal([.. good, .. more], SendAll(Open()));
    }

    [Fact]
    public async Task A_refused_message_says_that_a_copy_on_a_lost_connection_may_have_arrived()
    {
        var first = Open();
        var message = Add("a", mandatory: true);
        SendAll(first);
        Outbox.Lose(first, null);
        var second = Open();
        SendAll(second);
        Outbox.Return(second, new AmqpReturn("a", "key", message.Content.MessageId, 312, "NO_ROUTE"));
        Outbox.Confirm(second, 1, multiple: false, accepted: true);
        Assert.True((await Assert.ThrowsAsync<PublishRefusedException>(() => message.Task)).MayStillArrive);
    }

    private static PublishClosure Closure(ushort code, string text) => new(code, text, new IOException());
}
