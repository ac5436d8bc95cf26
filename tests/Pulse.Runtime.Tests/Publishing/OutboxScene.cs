using Microsoft.Extensions.Time.Testing;

namespace Pulse.Runtime.Tests.Publishing;

/// <summary>An outbox without a publisher, and channels that send nothing.</summary>
public abstract class OutboxScene : IDisposable
{
    private protected OutboxScene(int maxUnconfirmed) => Outbox = Outboxes.Create(Time, maxUnconfirmed);

    private protected FakeTimeProvider Time { get; } = new();

    private protected Outbox Outbox { get; }

    /// <summary>How often somebody was asked to send.</summary>
    private protected int Writes { get; private set; }

    private protected bool IsBlocked { get; set; }

    public void Dispose()
    {
        Outbox.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected SentMessages Create() => new(() => Writes++, () => IsBlocked);

    private protected SentMessages Open()
    {
        var sent = Create();
        Outbox.Open(sent);
        return sent;
    }

    private protected OutgoingMessage Add(string exchange, double seconds = 10, bool mandatory = false)
    {
        var message = Outboxes.Message(Outbox, exchange, TimeSpan.FromSeconds(seconds), mandatory);
        Assert.True(Outbox.TryAdd(message));
        return message;
    }

    private protected List<OutgoingMessage> AddMany(int count, string exchange = "a") =>
        [.. Enumerable.Range(0, count).Select(_ => Add(exchange))];

    private protected List<OutgoingMessage> SendAll(SentMessages sent)
    {
        var all = new List<OutgoingMessage>();
        while (Outbox.Next(sent) is { } message)
            all.Add(message);
        return all;
    }
}
