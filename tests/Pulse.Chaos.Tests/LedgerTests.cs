namespace Pulse.Chaos.Tests;

public sealed class LedgerTests
{
    private readonly Ledger _ledger = new();

    [Fact]
    public void A_confirmed_message_that_never_arrived_is_missing()
    {
        _ledger.Confirm(new Message(1, Attempt: 1, PublishedAt: 0));
        _ledger.Confirm(new Message(2, Attempt: 1, PublishedAt: 0));
        _ledger.Receive(new Message(2, Attempt: 1, PublishedAt: 0));
        _ledger.Receive(new Message(3, Attempt: 1, PublishedAt: 0)); // its confirm was lost
        Assert.Equal(1, _ledger.Missing);
    }

    [Fact]
    public void Only_a_message_that_the_broker_repeats_counts_as_a_duplicate()
    {
        _ledger.Receive(new Message(1, Attempt: 1, PublishedAt: 0));
        _ledger.Receive(new Message(1, Attempt: 2, PublishedAt: 0));
        Assert.Equal(0, _ledger.Duplicates);
        _ledger.Receive(new Message(1, Attempt: 1, PublishedAt: 0));
        Assert.Equal(1, _ledger.Duplicates);
    }

    [Fact]
    public void A_message_that_was_written_off_is_not_missing_any_more()
    {
        _ledger.Confirm(new Message(1, Attempt: 1, PublishedAt: 0));
        _ledger.WriteOffMissing();
        Assert.Equal(0, _ledger.Missing);
        _ledger.Confirm(new Message(2, Attempt: 1, PublishedAt: 0));
        Assert.Equal(1, _ledger.Missing);
    }

    [Fact]
    public void Only_a_message_published_since_the_fault_proves_that_consuming_is_back()
    {
        var arrivals = new Arrivals();
        var again = arrivals.ConsumingAgainAsync(since: 10);
        arrivals.Receive(new Message(1, Attempt: 1, PublishedAt: 10));
        Assert.False(again.IsCompleted);
        arrivals.Receive(new Message(2, Attempt: 1, PublishedAt: 11));
        Assert.True(again.IsCompletedSuccessfully);
    }

    [Fact]
    public void A_message_survives_the_wire()
    {
        var message = new Message(1, Attempt: 2, PublishedAt: long.MaxValue);
        using var json = System.Text.Json.JsonDocument.Parse(message.ToJson());
        Assert.Equal(message, Message.From(json.RootElement));
    }
}
