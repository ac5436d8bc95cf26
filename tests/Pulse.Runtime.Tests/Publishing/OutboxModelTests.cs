using Microsoft.Extensions.Time.Testing;

namespace Pulse.Runtime.Tests.Publishing;

/// <summary>Random publishes, confirms and faults; a broker that keeps its own books says what is right.</summary>
public sealed class OutboxModelTests
{
    private const int Steps = 100_000;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 7)]
    [InlineData(3, 1000)]
    public void Every_message_ends_once_and_rightly_and_the_order_is_kept(int seed, int maxUnconfirmed)
    {
        var random = new Random(seed);
        var time = new FakeTimeProvider();
        using var outbox = Outboxes.Create(time, maxUnconfirmed);
        var all = new List<OutgoingMessage>();
        var confirmed = new HashSet<OutgoingMessage>();
        var refused = new HashSet<OutgoingMessage>();
        var firstSent = new List<OutgoingMessage>(); // In the order in which each was sent first.
        SentMessages? sent = null;
        var onWire = new List<OutgoingMessage>(); // On the open channel, by number; null once answered.
        var answered = new HashSet<int>();

        for (var step = 0; step < Steps; step++)
        {
            switch (random.Next(12))
            {
                case 0 or 1 or 2 or 3:
                    var message = Outboxes.Message(
                        outbox,
                        $"e{random.Next(3)}",
                        TimeSpan.FromSeconds(random.Next(1, 40))
                    );
                    all.Add(message);
                    Assert.True(outbox.TryAdd(message));
                    break;
                case 4 or 5 or 6 when sent is not null:
                    for (var i = random.Next(5); i > 0 && outbox.Next(sent) is { } next; i--)
                    {
                        Assert.False(next.HasEnded);
                        if (!firstSent.Contains(next))
                            firstSent.Add(next);
                        onWire.Add(next);
                        Assert.True(onWire.Count - answered.Count <= maxUnconfirmed);
                    }

                    break;
                case 7 or 8 when sent is not null && onWire.Count > answered.Count:
                    Answer(sent);
                    break;
                case 9 when sent is null:
                    sent = new SentMessages(() => { });
                    outbox.Open(sent);
                    break;
                case 10 when sent is not null && random.Next(10) == 0:
                    Lose(sent);
                    (sent, onWire) = (null, []);
                    answered.Clear();
                    break;
                case 11:
                    time.Advance(TimeSpan.FromMilliseconds(random.Next(500)));
                    break;
                default:
                    break;
            }

            if (firstSent.Count > 2000)
                firstSent.RemoveRange(0, 1000);
        }

        outbox.Dispose();
        Assert.Equal(0, outbox.Count);
        foreach (var message in all)
        {
            Assert.True(message.HasEnded);
            var failure = message.Task.Exception?.InnerException;
            if (failure is null)
                Assert.Contains(message, confirmed);
            if (failure is PublishRefusedException)
                Assert.Contains(message, refused);
            if (failure is PublishUnknownException { MayStillArrive: false })
                Assert.False(message.WasSent);
        }

        // What was refused is among the failures, what was confirmed in time is not.
        Assert.NotEmpty(confirmed);
        Assert.NotEmpty(refused);

        void Answer(SentMessages channel)
        {
            var open = Enumerable.Range(0, onWire.Count).Where(index => !answered.Contains(index)).ToList();
            var (multiple, accepted) = (random.Next(2) == 0, random.Next(10) > 0);
            var index = open[random.Next(open.Count)];
            foreach (var one in multiple ? open.Where(one => one <= index) : [index])
            {
                answered.Add(one);
                if (!onWire[one].HasEnded)
                    (accepted ? confirmed : refused).Add(onWire[one]);
            }

            outbox.Confirm(channel, (ulong)index + 1, multiple, accepted);
        }

        void Lose(SentMessages channel)
        {
            var unanswered = onWire.Where((_, index) => !answered.Contains(index)).ToList();
            if (unanswered.Count == 0 || random.Next(2) == 0)
            {
                outbox.Lose(channel, null);
                return;
            }

            // The broker closes the channel on one of them, and drops those behind it.
            var culprit = unanswered[random.Next(unanswered.Count)];
            var isNamed = random.Next(2) == 0;
            var wasEnded = unanswered.Where(one => one.HasEnded).ToHashSet();
            outbox.Lose(
                channel,
                new PublishClosure(
                    406,
                    isNamed ? $"no exchange '{culprit.Content.Exchange}'" : "something",
                    new IOException()
                )
            );
            // Only the culprit may have failed by it.
            foreach (var one in unanswered.Where(one => one.HasEnded && !wasEnded.Contains(one)))
            {
                Assert.Same(culprit, one);
                refused.Add(one);
            }
        }
    }
}
