using Microsoft.Extensions.Time.Testing;

namespace Pulse.Runtime.Tests.Publishing;

public sealed class OutboxTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly Outbox _outbox;
    private int _writes;
    private bool _isBlocked;

    public OutboxTests() => _outbox = Outboxes.Create(_time, maxUnconfirmed: 3);

    public void Dispose() => _outbox.Dispose();

    [Fact]
    public void What_is_added_before_a_channel_is_open_is_sent_when_it_opens()
    {
        var message = Add("a");
        var sent = Open();
        Assert.Equal(1, _writes);
        Assert.Same(message, _outbox.Next(sent));
        Assert.Null(_outbox.Next(sent));
    }

    [Fact]
    public void No_more_than_the_limit_is_sent_unconfirmed()
    {
        var sent = Open();
        var messages = AddMany(5);
        Assert.Equal(messages.Take(3), SendAll(sent));
        _outbox.Confirm(sent, 2, multiple: false, accepted: true);
        Assert.True(messages[1].Task.IsCompletedSuccessfully);
        Assert.Equal(messages.Skip(3).Take(1), SendAll(sent));
        _outbox.Confirm(sent, 3, multiple: true, accepted: true);
        Assert.All(messages.Take(3), message => Assert.True(message.Task.IsCompletedSuccessfully));
        Assert.Equal(messages.Skip(4), SendAll(sent));
    }

    [Fact]
    public void What_a_lost_channel_left_is_sent_again_in_its_order_and_before_anything_new()
    {
        var first = Open();
        var messages = AddMany(3);
        SendAll(first);
        _outbox.Confirm(first, 2, multiple: false, accepted: true);
        _outbox.Lose(first, null);
        var later = Add("later");

        var second = Open();

        Assert.Equal([messages[0], messages[2], later], SendAll(second));
        _outbox.Confirm(first, 1, multiple: true, accepted: true);
        Assert.False(messages[0].HasEnded);
        _outbox.Confirm(second, 3, multiple: true, accepted: true);
        Assert.Equal(0, _outbox.Count);
    }

    [Fact]
    public void A_channel_that_is_lost_while_things_are_sent_again_keeps_the_order()
    {
        var first = Open();
        var messages = AddMany(3);
        SendAll(first);
        _outbox.Lose(first, null);
        var second = Open();
        Assert.Same(messages[0], _outbox.Next(second));
        _outbox.Lose(second, null);
        Assert.Equal(messages, SendAll(Open()));
    }

    [Fact]
    public async Task A_refusal_that_can_be_about_one_message_only_fails_that_one()
    {
        var first = Open();
        var (a, b, c) = (Add("a"), Add("b"), Add("c"));
        SendAll(first);

        _outbox.Lose(first, Closure(404, "NOT_FOUND - no exchange 'b' in vhost '/'"));

        var refused = await Assert.ThrowsAsync<PublishRefusedException>(() => b.Task);
        Assert.Equal(PublishRefusal.ExchangeNotFound, refused.Reason);
        Assert.Equal([a, c], SendAll(Open()));
    }

    [Fact]
    public async Task After_a_refusal_that_can_be_about_several_they_are_sent_one_at_a_time()
    {
        var first = Open();
        var messages = AddMany(3);
        SendAll(first);
        _outbox.Lose(first, Closure(406, "PRECONDITION_FAILED - something"));
        Add("later");
        Assert.All(messages, message => Assert.False(message.HasEnded));

        var second = Open();
        Assert.Equal([messages[0]], SendAll(second));
        _outbox.Confirm(second, 1, multiple: false, accepted: true);
        Assert.Equal([messages[1]], SendAll(second));
        _outbox.Lose(second, Closure(406, "PRECONDITION_FAILED - something"));
        await Assert.ThrowsAsync<PublishRefusedException>(() => messages[1].Task);

        var third = Open();
        Assert.Equal([messages[2]], SendAll(third));
        _outbox.Confirm(third, 1, multiple: false, accepted: true);
        Assert.Single(SendAll(third));
        AddMany(2);
        Assert.Equal(2, SendAll(third).Count);
    }

    [Fact]
    public async Task A_message_fails_at_its_deadline_and_says_whether_it_was_sent()
    {
        var sent = Open();
        var messages = AddMany(4);
        SendAll(sent);
        var longer = Add("longer", seconds: 20);

        _time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.All(messages, message => Assert.False(message.HasEnded));
        _time.Advance(TimeSpan.FromSeconds(0.3));

        foreach (var message in messages)
        {
            var unknown = await Assert.ThrowsAsync<PublishUnknownException>(() => message.Task);
            Assert.Equal(message != messages[3], unknown.MayStillArrive);
        }

        Assert.False(longer.HasEnded);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.True(longer.HasEnded);
        // Those that were sent still count against the limit: the broker has not answered.
        Add("next");
        Assert.Empty(SendAll(sent));
        _outbox.Confirm(sent, 1, multiple: false, accepted: true);
        Assert.Single(SendAll(sent));
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
        _outbox.Lose(first, null);
        Assert.Equal([messages[1]], SendAll(Open()));
    }

    [Fact]
    public void While_the_broker_does_not_read_nothing_is_sent()
    {
        var sent = Open();
        _isBlocked = true;
        var message = Add("a");
        Assert.Empty(SendAll(sent));
        _isBlocked = false;
        Assert.Equal([message], SendAll(sent));
    }

    [Fact]
    public void A_channel_that_is_left_gets_nothing_more()
    {
        var sent = Open();
        Add("a");
        _outbox.Leave(sent);
        Assert.Empty(SendAll(sent));
        _outbox.Lose(sent, null);
        Assert.Single(SendAll(Open()));
    }

    [Fact]
    public void A_channel_that_is_lost_before_it_is_opened_takes_nothing()
    {
        var message = Add("a");
        var lost = new SentMessages(() => _writes++, () => false);
        _outbox.Lose(lost, null);
        _outbox.Open(lost);
        Assert.Null(_outbox.Next(lost));
        Assert.Equal([message], SendAll(Open()));
    }

    [Fact]
    public void Messages_that_are_never_confirmed_do_not_make_the_books_grow_with_those_that_follow()
    {
        using var outbox = Outboxes.Create(_time, maxUnconfirmed: 1000);
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
    public async Task Of_an_exchange_that_may_be_missing_one_is_sent_at_a_time_and_others_are_not_held_up()
    {
        using var outbox = Outboxes.Create(_time, maxUnconfirmed: 100);
        var first = Open(outbox);
        var (bad, good) = (Messages("bad", 2), Messages("good", 2));
        var lost = SendAll(outbox, first);
        Assert.Equal(4, lost.Count);
        outbox.Lose(first, Closure(404, "NOT_FOUND - no exchange 'bad' in vhost '/'"));

        var second = Open(outbox);
        Assert.Equal([bad[0]], SendAll(outbox, second));
        outbox.Lose(second, Closure(404, "NOT_FOUND - no exchange 'bad' in vhost '/'"));
        var refused = await Assert.ThrowsAsync<PublishRefusedException>(() => bad[0].Task);
        Assert.True(refused.MayStillArrive);

        var third = Open(outbox);
        Assert.Equal([bad[1], .. good], SendAll(outbox, third));
        var more = Messages("good", 3);
        Assert.Equal(more, SendAll(outbox, third));
        outbox.Lose(third, Closure(404, "NOT_FOUND - no exchange 'bad' in vhost '/'"));
        refused = await Assert.ThrowsAsync<PublishRefusedException>(() => bad[1].Task);
        Assert.False(refused.MayStillArrive);
        Assert.Equal([.. good, .. more], SendAll(outbox, Open(outbox)));

        List<OutgoingMessage> Messages(string exchange, int count)
        {
            var messages = Enumerable
                .Range(0, count)
                .Select(_ => Outboxes.Message(outbox, exchange, TimeSpan.FromSeconds(10)))
                .ToList();
            messages.ForEach(message => Assert.True(outbox.TryAdd(message)));
            return messages;
        }

        static SentMessages Open(Outbox outbox)
        {
            var sent = new SentMessages(() => { }, () => false);
            outbox.Open(sent);
            return sent;
        }

        static List<OutgoingMessage> SendAll(Outbox outbox, SentMessages sent)
        {
            var all = new List<OutgoingMessage>();
            while (outbox.Next(sent) is { } message)
                all.Add(message);
            return all;
        }
    }

    [Fact]
    public async Task A_refused_message_says_that_a_copy_on_a_lost_connection_may_have_arrived()
    {
        var first = Open();
        var message = Add("a", mandatory: true);
        SendAll(first);
        _outbox.Lose(first, null);
        var second = Open();
        SendAll(second);
        _outbox.Return(second, new AmqpReturn("a", "key", message.Content.MessageId, 312, "NO_ROUTE"));
        _outbox.Confirm(second, 1, multiple: false, accepted: true);
        Assert.True((await Assert.ThrowsAsync<PublishRefusedException>(() => message.Task)).MayStillArrive);
    }

    [Fact]
    public void A_message_that_cannot_be_sent_leaves_its_number_to_the_next()
    {
        var sent = Open();
        var (bad, good) = (Add("bad"), Add("good"));
        Assert.Same(bad, _outbox.Next(sent));
        _outbox.CannotSend(sent, bad, new ArgumentException("No."));
        Assert.True(bad.Task.IsFaulted);
        Assert.Same(good, _outbox.Next(sent));
        _outbox.Confirm(sent, 1, multiple: false, accepted: true);
        Assert.True(good.Task.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Closing_fails_what_is_left_and_takes_nothing_more()
    {
        var sent = Open();
        var messages = AddMany(4);
        SendAll(sent);
        _outbox.Dispose();
        foreach (var message in messages)
        {
            var unknown = await Assert.ThrowsAsync<PublishUnknownException>(() => message.Task);
            Assert.Equal(message != messages[3], unknown.MayStillArrive);
        }

        Assert.False(_outbox.TryAdd(Outboxes.Message(_outbox, "late", TimeSpan.FromSeconds(1))));
    }

    [Fact]
    public void A_return_belongs_to_the_message_with_its_id()
    {
        var sent = Open();
        var messages = new[] { Add("a", mandatory: true), Add("a", mandatory: true) };
        SendAll(sent);
        var id = messages[1].Content.MessageId;
        _outbox.Return(sent, new AmqpReturn("a", "key", id, 312, "NO_ROUTE"));
        _outbox.Confirm(sent, 2, multiple: true, accepted: true);
        Assert.True(messages[0].Task.IsCompletedSuccessfully);
        Assert.IsType<PublishRefusedException>(messages[1].Task.Exception!.InnerException);
    }

    private static PublishClosure Closure(ushort code, string text) => new(code, text, new IOException());

    private SentMessages Open()
    {
        var sent = new SentMessages(() => _writes++, () => _isBlocked);
        _outbox.Open(sent);
        return sent;
    }

    private OutgoingMessage Add(string exchange, double seconds = 10, bool mandatory = false)
    {
        var message = Outboxes.Message(_outbox, exchange, TimeSpan.FromSeconds(seconds), mandatory);
        Assert.True(_outbox.TryAdd(message));
        return message;
    }

    private List<OutgoingMessage> AddMany(int count) => [.. Enumerable.Range(0, count).Select(_ => Add("a"))];

    private List<OutgoingMessage> SendAll(SentMessages sent)
    {
        var all = new List<OutgoingMessage>();
        while (_outbox.Next(sent) is { } message)
            all.Add(message);
        return all;
    }
}

internal static class Outboxes
{
    public static Outbox Create(TimeProvider time, int maxUnconfirmed)
    {
        var endpoint = new AmqpEndpoint("guest", "guest", [new AmqpHost("localhost", 5672)], "/", IsTls: false);
        var state = new ObservedState(new object(), new EventQueue(new LogLines()));
        return new Outbox(maxUnconfirmed, time, new PublishErrors(endpoint, state));
    }

    public static OutgoingMessage Message(Outbox outbox, string exchange, TimeSpan timeout, bool mandatory = false) =>
        outbox.Create(
            new AmqpMessage(
                exchange,
                "key",
                mandatory,
                new MessageProperties { MessageId = $"{Guid.NewGuid()}" },
                ReadOnlyMemory<byte>.Empty
            ),
            timeout
        );
}
