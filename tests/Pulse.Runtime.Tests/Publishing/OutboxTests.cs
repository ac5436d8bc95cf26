namespace Pulse.Runtime.Tests.Publishing;

public sealed class OutboxTests() : OutboxScene(maxUnconfirmed: 3)
{
    [Fact]
    public void What_is_added_before_a_channel_is_open_is_sent_when_it_opens()
    {
        var message = Add("a");
        var sent = Open();
        Assert.Equal(1, Writes);
        Assert.Same(message, Outbox.Next(sent));
        Assert.Null(Outbox.Next(sent));
    }

    [Fact]
    public void No_more_than_the_limit_is_sent_unconfirmed()
    {
        var sent = Open();
        var messages = AddMany(5);
        Assert.Equal(messages.Take(3), SendAll(sent));
        Outbox.Confirm(sent, 2, multiple: false, accepted: true);
        Assert.True(messages[1].Task.IsCompletedSuccessfully);
        Assert.Equal(messages.Skip(3).Take(1), SendAll(sent));
        Outbox.Confirm(sent, 3, multiple: true, accepted: true);
        Assert.All(messages.Take(3), message => Assert.True(message.Task.IsCompletedSuccessfully));
        Assert.Equal(messages.Skip(4), SendAll(sent));
    }

    [Fact]
    public async Task A_message_fails_at_its_deadline_and_says_whether_it_was_sent()
    {
        var sent = Open();
        var messages = AddMany(4);
        SendAll(sent);
        var longer = Add("longer", seconds: 20);

        Time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.All(messages, message => Assert.False(message.HasEnded));
        Time.Advance(TimeSpan.FromSeconds(0.3));

        foreach (var message in messages)
        {
            var unknown = await Assert.ThrowsAsync<PublishUnknownException>(() => message.Task);
            Assert.Equal(message != messages[3], unknown.MayStillArrive);
        }

        Assert.False(longer.HasEnded);
        Time.Advance(TimeSpan.FromSeconds(10));
        Assert.True(longer.HasEnded);
        // Those that were sent still count against the limit: the broker has not answered.
        Add("next");
        Assert.Empty(SendAll(sent));
        Outbox.Confirm(sent, 1, multiple: false, accepted: true);
        Assert.Single(SendAll(sent));
    }

    [Fact]
    public void While_the_broker_does_not_read_nothing_is_sent()
    {
        var sent = Open();
        IsBlocked = true;
        var message = Add("a");
        Assert.Empty(SendAll(sent));
        IsBlocked = false;
        Assert.Equal([message], SendAll(sent));
    }

    [Fact]
    public void Messages_that_are_never_confirmed_do_not_make_the_books_grow_with_those_that_follow()
    {
        using var outbox = Outboxes.Create(Time, maxUnconfirmed: 1000);
        var sent = new SentMessages(() => { }, () => false);
        outbox.Open(sent);
        var stuck = new List<OutgoingMessage>();
        for (var number = 1UL; number <= 100_000; number++)
        {
            var message = Outboxes.Message(outbox, "a", TimeSpan.FromHours(1));
            Assert.True(outbox.TryAdd(message));
            Assert.Same(message, outbox.Next(sent));
            if (number % 1000 == 1 && stuck.Count < 5)
                stuck.Add(message);
            else
                outbox.Confirm(sent, number, multiple: false, accepted: true);
        }

        Assert.Equal(stuck, sent.All);
        outbox.Confirm(sent, 1001, multiple: false, accepted: true);
        outbox.Confirm(sent, 3001, multiple: true, accepted: true);
        Assert.Equal([true, true, true, true, false], stuck.Select(message => message.HasEnded));
        outbox.Confirm(sent, 100_000, multiple: true, accepted: true);
        Assert.Equal(0, outbox.Count);
    }

    [Fact]
    public void A_message_that_cannot_be_sent_leaves_its_number_to_the_next()
    {
        var sent = Open();
        var (bad, good) = (Add("bad"), Add("good"));
        Assert.Same(bad, Outbox.Next(sent));
        Outbox.CannotSend(sent, bad, new ArgumentException("No."));
        Assert.True(bad.Task.IsFaulted);
        Assert.Same(good, Outbox.Next(sent));
        Outbox.Confirm(sent, 1, multiple: false, accepted: true);
        Assert.True(good.Task.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Closing_fails_what_is_left_and_takes_nothing_more()
    {
        var sent = Open();
        var messages = AddMany(4);
        SendAll(sent);
        Outbox.Dispose();
        foreach (var message in messages)
        {
            var unknown = await Assert.ThrowsAsync<PublishUnknownException>(() => message.Task);
            Assert.Equal(message != messages[3], unknown.MayStillArrive);
        }

        Assert.False(Outbox.TryAdd(Outboxes.Message(Outbox, "late", TimeSpan.FromSeconds(1))));
    }

    [Fact]
    public void A_return_belongs_to_the_message_with_its_id()
    {
        var sent = Open();
        var messages = new[] { Add("a", mandatory: true), Add("a", mandatory: true) };
        SendAll(sent);
        var id = messages[1].Content.MessageId;
        Outbox.Return(sent, new AmqpReturn("a", "key", id, 312, "NO_ROUTE"));
        Outbox.Confirm(sent, 2, multiple: true, accepted: true);
        Assert.True(messages[0].Task.IsCompletedSuccessfully);
        Assert.IsType<PublishRefusedException>(messages[1].Task.Exception!.InnerException);
    }
}
