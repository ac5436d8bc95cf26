using Microsoft.Extensions.Time.Testing;

namespace Pulse.Runtime.Tests.Publishing;

/// <summary>Random publishes, confirms, cancels and faults; a broker that keeps its own books says what is right.</summary>
public sealed class OutboxModelTests : IDisposable
{
    private const int Steps = 100_000;

    private readonly FakeTimeProvider _time = new();
    private readonly Dictionary<OutgoingMessage, int> _added = []; // By their order.
    private readonly HashSet<OutgoingMessage> _owed = []; // Sent on a channel that was lost.
    private readonly List<OutgoingMessage> _onWire = []; // By their numbers, from 1.
    private readonly HashSet<int> _answered = []; // Of those, by index.
    private readonly List<CancellationTokenSource> _cancellations = [];
    private SentMessages? _sent;
    private bool _isBlocked;
    private int _lastFirst = -1; // The latest that was sent for the first time.
    private (int Succeeded, int Refused, int Late, int Cancelled) _ends;

    public void Dispose() => _cancellations.ForEach(one => one.Dispose());

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 7)]
    [InlineData(3, 1000)]
    public void Every_message_ends_once_and_rightly_and_the_order_is_kept(int seed, int maxUnconfirmed)
    {
        var random = new Random(seed);
        using var outbox = Outboxes.Create(_time, maxUnconfirmed);
        for (var step = 0; step < Steps; step++)
        {
            switch (random.Next(14))
            {
                case < 4:
                    Add(outbox, random);
                    break;
                case < 7:
                    Send(outbox, random, maxUnconfirmed);
                    break;
                case < 9:
                    Answer(outbox, random);
                    break;
                case 9 when _sent is null:
                    _sent = new SentMessages(() => { }, () => _isBlocked);
                    outbox.Open(_sent);
                    break;
                case 10 when _sent is not null && random.Next(10) == 0:
                    Lose(outbox, random);
                    break;
                case 11:
                    _time.Advance(TimeSpan.FromMilliseconds(random.Next(500)));
                    break;
                case 12 when _cancellations.Count > 0:
                    _cancellations[random.Next(_cancellations.Count)].Cancel();
                    break;
                case 13:
                    _isBlocked = random.Next(4) == 0;
                    break;
                default:
                    break;
            }
        }

        outbox.Dispose();
        Assert.Equal(0, outbox.Count);
        Assert.All(_added.Keys, message => Assert.True(message.HasEnded));
        foreach (var message in _added.Keys)
        {
            if (message.Task.Exception?.InnerException is PublishUnknownException unknown)
            {
                Assert.Equal(message.WasSent, unknown.MayStillArrive);
                _ends.Late++;
            }
            else if (message.Task.IsCanceled)
            {
                _ends.Cancelled++;
            }
        }

        // Each end was reached, and often.
        Assert.True(_ends is { Succeeded: > 100, Refused: > 10, Late: > 100, Cancelled: > 10 }, $"{_ends}");
    }

    private void Add(Outbox outbox, Random random)
    {
        var message = Outboxes.Message(outbox, $"e{random.Next(3)}", TimeSpan.FromSeconds(random.Next(1, 40)));
        if (random.Next(20) == 0)
        {
            _cancellations.Add(new CancellationTokenSource());
            message.EndOn(_cancellations[^1].Token);
        }

        _added.Add(message, _added.Count);
        Assert.True(outbox.TryAdd(message));
    }

    private void Send(Outbox outbox, Random random, int maxUnconfirmed)
    {
        for (var i = random.Next(5); i > 0 && _sent is not null && outbox.Next(_sent) is { } next; i--)
        {
            Assert.False(_isBlocked);
            Assert.False(next.HasEnded);
            if (!_owed.Remove(next))
            {
                // What was sent before comes first, and then what was added first.
                Assert.DoesNotContain(_owed, one => !one.HasEnded);
                Assert.True(_added[next] > _lastFirst);
                _lastFirst = _added[next];
            }

            _onWire.Add(next);
            Assert.True(_onWire.Count - _answered.Count <= maxUnconfirmed);
        }
    }

    private void Answer(Outbox outbox, Random random)
    {
        var open = Enumerable.Range(0, _onWire.Count).Where(index => !_answered.Contains(index)).ToList();
        if (_sent is null || open.Count == 0)
            return;
        var (multiple, accepted) = (random.Next(2) == 0, random.Next(10) > 0);
        var last = open[random.Next(open.Count)];
        var meant = multiple ? open.Where(one => one <= last).ToList() : [last];
        var waiting = meant.Select(index => _onWire[index]).Where(message => !message.HasEnded).ToList();
        outbox.Confirm(_sent, (ulong)last + 1, multiple, accepted);
        _answered.UnionWith(meant);
        foreach (var message in waiting)
        {
            Assert.Equal(accepted, message.Task.IsCompletedSuccessfully);
            if (!accepted)
                Assert.True(
                    Assert.IsType<PublishRefusedException>(message.Task.Exception!.InnerException).MayStillArrive
                );
            _ends = accepted
                ? _ends with
                {
                    Succeeded = _ends.Succeeded + 1,
                }
                : _ends with
                {
                    Refused = _ends.Refused + 1,
                };
        }
    }

    private void Lose(Outbox outbox, Random random)
    {
        var unanswered = _onWire.Where((_, index) => !_answered.Contains(index)).ToList();
        var waiting = unanswered.Where(message => !message.HasEnded).ToList();
        // Either the connection is lost, or the broker closes the channel on one of them and drops those behind it.
        var culprit = unanswered.Count > 0 && random.Next(2) == 0 ? unanswered[random.Next(unanswered.Count)] : null;
        var text = random.Next(2) == 0 ? $"no exchange '{culprit?.Content.Exchange}'" : "something";
        outbox.Lose(_sent!, culprit is null ? null : new PublishClosure(406, text, new IOException()));
        foreach (var message in waiting)
        {
            if (!message.HasEnded)
            {
                _owed.Add(message);
                continue;
            }

            Assert.Same(culprit, message);
            Assert.IsType<PublishRefusedException>(message.Task.Exception!.InnerException);
            _ends.Refused++;
        }

        _sent = null;
        _onWire.Clear();
        _answered.Clear();
    }
}
