using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Time.Testing;

namespace Pulse.Runtime.Tests.Handling;

/// <summary>
/// Completions, failures, pauses, closes and reconnects in random order, and a broker that holds each frame to what was
/// done: nothing is acknowledged that is not done, nothing twice, and what is done is acknowledged in time.
/// </summary>
public sealed partial class AcknowledgerModelTests
{
    [Theory]
    [InlineData(1, (ushort)20)]
    [InlineData(2, (ushort)1)]
    [InlineData(3, (ushort)200)]
    [InlineData(4, (ushort)0)]
    public async Task Frames_never_acknowledge_what_is_not_done(int seed, ushort prefetch)
    {
        var random = new Random(seed);
        var steps = 25_000;
        while (steps > 0)
            steps -= await RunSessionAsync(random, prefetch, Math.Min(steps, random.Next(1, 2_000)));
    }

    // From a connection to its end.
    private static async Task<int> RunSessionAsync(Random random, ushort prefetch, int steps)
    {
        var time = new FakeTimeProvider();
        var (channel, fake) = FakeChannel.Open(time);
        var held = 0;
        using var acknowledger = new Acknowledger(channel, prefetch, () => held > 0);
        var broker = new Broker(fake);
        var open = new List<AmqpDelivery>();
        ulong next = 1;
        var most = prefetch == 0 ? 500 : prefetch;
        for (var step = 0; step < steps; step++)
        {
            held = random.Next(3) == 0 ? 0 : 1;
            var what = random.Next(100);
            if (what < 45 && broker.Unsettled < most)
            {
                var message = Messages.Create(tag: next++);
                if (random.Next(50) == 0)
                    next += (ulong)random.Next(3); // Others were given back before they were taken.
                broker.Deliver(message.Tag);
                acknowledger.Add(message);
                open.Add(message);
            }
            else if (what < 85 && Take(open, random) is { } done)
            {
                broker.Finish(done.Tag, "ack");
                await acknowledger.AcknowledgeSoonAsync(done);
            }
            else if (what < 92 && Take(open, random) is { } failed)
            {
                var settlement = (Settlement)random.Next(1, 4);
                broker.Finish(failed.Tag, settlement is Settlement.Acknowledged ? "ack" : $"{settlement}");
                await acknowledger.SettleAsync(failed, settlement);
            }
            else if (what < 97)
            {
                time.Advance(TimeSpan.FromMilliseconds(20));
                broker.Read();
                Assert.Equal(open.Count, broker.Unsettled);
            }
            else
            {
                await acknowledger.FlushAsync(); // A pause.
                broker.Read();
                Assert.Equal(open.Count, broker.Unsettled);
            }

            broker.Read();
            Assert.Equal(broker.Unsettled, acknowledger.Unsettled);
        }

        await EndAsync(acknowledger, open, fake, broker, isLost: random.Next(2) == 0);
        return steps;
    }

    private static async Task EndAsync(
        Acknowledger acknowledger,
        List<AmqpDelivery> open,
        FakeChannel fake,
        Broker broker,
        bool isLost
    )
    {
        if (!isLost)
        {
            await acknowledger.FlushAsync();
            broker.Read();
            Assert.Equal(open.Count, broker.Unsettled);
        }

        var sent = fake.Sent.Count;
        fake.Close();
        foreach (var message in open)
            await acknowledger.AcknowledgeSoonAsync(message);
        await acknowledger.FlushAsync();
        Assert.Equal(sent, fake.Sent.Count);
    }

    private static AmqpDelivery? Take(List<AmqpDelivery> open, Random random)
    {
        if (open.Count == 0)
            return null;
        var at = random.Next(3) == 0 ? 0 : random.Next(open.Count);
        var taken = open[at];
        open.RemoveAt(at);
        return taken;
    }

    /// <summary>As RabbitMQ keeps its books; a tag that it does not know ends the channel there.</summary>
    private sealed partial class Broker(FakeChannel channel)
    {
        private readonly SortedDictionary<ulong, string?> _unsettled = []; // And how each is to be settled.
        private int _read;

        public int Unsettled => _unsettled.Count;

        public void Deliver(ulong tag) => _unsettled.Add(tag, null);

        public void Finish(ulong tag, string how) => _unsettled[tag] = how;

        public void Read()
        {
            for (; _read < channel.Sent.Count; _read++)
            {
                var frame = Frame().Match(channel.Sent[_read]);
                var tag = ulong.Parse(frame.Groups["tag"].Value, CultureInfo.InvariantCulture);
                Assert.Contains(tag, _unsettled.Keys);
                var isMultiple = frame.Groups["all"].Success;
                foreach (var settled in _unsettled.Keys.Where(one => isMultiple ? one <= tag : one == tag).ToList())
                {
                    Assert.Equal(_unsettled[settled], Names(frame.Groups["what"].Value));
                    _unsettled.Remove(settled);
                }
            }
        }

        private static string Names(string frame) =>
            frame switch
            {
                "requeue" => $"{Settlement.Requeued}",
                "reject" => $"{Settlement.Rejected}",
                _ => frame,
            };

        [GeneratedRegex("^(?<what>\\w+) (?<tag>\\d+)(?<all> and all before)?$")]
        private static partial Regex Frame();
    }
}
