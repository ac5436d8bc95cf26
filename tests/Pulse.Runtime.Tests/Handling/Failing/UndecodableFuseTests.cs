namespace Pulse.Runtime.Tests.Handling.Failing;

public sealed class UndecodableFuseTests
{
    [Fact]
    public void The_twentieth_undecodable_message_in_a_row_blows_the_fuse()
    {
        var fuse = new UndecodableFuse(keepsRejected: false);
        Add(fuse, 19);
        fuse.Reset();
        Add(fuse, 19);
        var blown = Assert.Throws<UndecodableMessageException>(() => Add(fuse, 1));
        Assert.Contains("because of this", blown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_queue_that_keeps_rejected_messages_never_blows_the_fuse() =>
        Add(new UndecodableFuse(keepsRejected: true), 100);

    private static void Add(UndecodableFuse fuse, int count)
    {
        for (var turn = 0; turn < count; turn++)
            fuse.Add(Messages.Create(), new FormatException("because of this"));
    }
}
