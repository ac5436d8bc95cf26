namespace Pulse.Runtime.Tests.Tasks;

public sealed class OutstandingTests
{
    [Fact]
    public async Task Waiting_completes_each_time_that_nothing_is_outstanding()
    {
        var outstanding = new Outstanding();
        Assert.True(outstanding.WhenNone().IsCompleted);
        for (var round = 0; round < 2; round++)
        {
            outstanding.Add();
            outstanding.Add();
            var none = outstanding.WhenNone();
            outstanding.Remove();
            Assert.False(none.IsCompleted);
            Assert.Equal(1, outstanding.Count);
            outstanding.Remove();
            await none.WithinPatience();
        }
    }
}
