namespace Pulse.Runtime.Tests.Handling.Failing;

public sealed class RejectionFuseTests
{
    [Fact]
    public void The_twentieth_undecodable_message_in_a_row_blows_the_fuse()
    {
        var fuse = new RejectionFuse(keepsUnreadable: false, keepsRejected: false);
        AddUndecodable(fuse, 19);
        fuse.Reset();
        AddUndecodable(fuse, 19);
        var blown = Assert.Throws<UndecodableMessageException>(() => AddUndecodable(fuse, 1));
        Assert.Contains("because of this", blown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_twentieth_rejection_in_a_row_blows_the_fuse_whatever_the_messages_are_rejected_for()
    {
        var fuse = new RejectionFuse(keepsUnreadable: false, keepsRejected: false);
        AddUndecodable(fuse, 10);
        AddUnmatched(fuse, 9);
        var blown = Assert.Throws<PulseException>(() => AddUnmatched(fuse, 1));
        Assert.Contains("UnbindAsync", blown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unreadable_messages_that_OnUndecodable_saw_do_not_count_towards_unmatched_ones()
    {
        var fuse = new RejectionFuse(keepsUnreadable: true, keepsRejected: false);
        AddUndecodable(fuse, 50);
        AddUnmatched(fuse, 19);
        Assert.Throws<PulseException>(() => AddUnmatched(fuse, 1));
    }

    [Fact]
    public void A_queue_that_keeps_rejected_messages_never_blows_the_fuse()
    {
        var fuse = new RejectionFuse(keepsUnreadable: true, keepsRejected: true);
        AddUndecodable(fuse, 50);
        AddUnmatched(fuse, 50);
    }

    private static void AddUndecodable(RejectionFuse fuse, int count)
    {
        for (var turn = 0; turn < count; turn++)
            fuse.AddUndecodable(Messages.Create(), new FormatException("because of this"));
    }

    private static void AddUnmatched(RejectionFuse fuse, int count)
    {
        for (var turn = 0; turn < count; turn++)
            fuse.AddUnmatched(Messages.Create());
    }
}
