using System.Globalization;
using System.Text.RegularExpressions;
using System.Threading.Channels;
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

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Frames_never_acknowledge_what_is_not_done_while_handlers_end_side_by_side(int seed)
    {
        const int count = 20_000;
        const ushort prefetch = 64;
        var (channel, fake) = FakeChannel.Open();
        var arrived = Channel.CreateUnbounded<AmqpDelivery>();
        using var acknowledger = new Acknowledger(channel, prefetch, () => arrived.Reader.Count > 0);
        var broker = new Broker(fake);
        var room = new SemaphoreSlim(prefetch);
        fake.OnSent = sent => room.Release(broker.Settle(sent));
        fake.Sending = async () => await Task.Yield();
        var delivering = Task.Run(async () =>
        {
            for (ulong tag = 1; tag <= count; tag++)
            {
                Assert.True(await room.WaitAsync(TimeSpan.FromSeconds(20)), "what is done is acknowledged");
                broker.Deliver(tag);
                arrived.Writer.TryWrite(Messages.Create(tag: tag));
            }

            arrived.Writer.Complete();
        });
        var taking = new object();
        await Task.WhenAll(
            Enumerable.Range(0, 16).Select(worker => Task.Run(() => HandleAsync(new Random(seed + worker))))
        );
        await delivering;
        await acknowledger.FlushAsync();
        Assert.Equal(0, broker.Unsettled);

        async Task HandleAsync(Random random)
        {
            while (await arrived.Reader.WaitToReadAsync())
            {
                AmqpDelivery? message;
                lock (taking)
                {
                    if (!arrived.Reader.TryRead(out message))
                        continue;
                    acknowledger.Add(message);
                }

                if (random.Next(200) == 0)
                    await Task.Delay(random.Next(30));
                var settlement = random.Next(10) == 0 ? (Settlement)random.Next(2, 4) : Settlement.Acknowledged;
                broker.Finish(message.Tag, settlement == Settlement.Acknowledged ? "ack" : $"{settlement}");
                if (settlement == Settlement.Acknowledged && random.Next(20) != 0)
                    await acknowledger.AcknowledgeSoonAsync(message);
                else
                    await acknowledger.SettleAsync(message, settlement);
            }
        }
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

        var sent = fake.SentCount;
        fake.Close();
        foreach (var message in open)
            await acknowledger.AcknowledgeSoonAsync(message);
        await acknowledger.FlushAsync();
        Assert.Equal(sent, fake.SentCount);
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

    /// <summary>As RabbitMQ keeps its books; a tag that it does not know would end the channel. Thread-safe.</summary>
    private sealed partial class Broker(FakeChannel channel)
    {
        private readonly SortedDictionary<ulong, string?> _unsettled = []; // And how each is to be settled. Is also the lock.
        private int _read;

        public int Unsettled
        {
            get
            {
                lock (_unsettled)
                    return _unsettled.Count;
            }
        }

        public void Deliver(ulong tag)
        {
            lock (_unsettled)
                _unsettled.Add(tag, null);
        }

        public void Finish(ulong tag, string how)
        {
            lock (_unsettled)
                _unsettled[tag] = how;
        }

        public void Read()
        {
            if (_read == channel.SentCount)
                return;
            foreach (var sent in channel.Sent.Skip(_read))
            {
                _read++;
                Settle(sent);
            }
        }

        /// <summary>Holds a frame to what was done; says how many it settles.</summary>
        public int Settle(string sent)
        {
            var frame = Frame().Match(sent);
            var tag = ulong.Parse(frame.Groups["tag"].Value, CultureInfo.InvariantCulture);
            var how = frame.Groups["what"].Value switch
            {
                "requeue" => $"{Settlement.Requeued}",
                "reject" => $"{Settlement.Rejected}",
                var acknowledged => acknowledged,
            };
            lock (_unsettled)
            {
                Assert.True(_unsettled.ContainsKey(tag), $"{sent}: the broker knows the tag");
                var settled = frame.Groups["all"].Success
                    ? [.. _unsettled.Keys.TakeWhile(one => one <= tag)]
                    : new[] { tag };
                foreach (var one in settled)
                {
                    Assert.True(
                        _unsettled[one] == how,
                        $"{sent}: {one} was to be settled as {_unsettled[one] ?? "nothing yet"}"
                    );
                    _unsettled.Remove(one);
                }

                return settled.Length;
            }
        }

        [GeneratedRegex("^(?<what>\\w+) (?<tag>\\d+)(?<all> and all before)?$")]
        private static partial Regex Frame();
    }
}
