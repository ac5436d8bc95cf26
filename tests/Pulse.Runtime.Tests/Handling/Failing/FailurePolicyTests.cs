namespace Pulse.Runtime.Tests.Handling.Failing;

public sealed class FailurePolicyTests
{
    private readonly FailureMemory _memory = new();
    private readonly FailurePolicy _policy;

    public FailurePolicyTests() => _policy = new FailurePolicy(_memory);

    [Theory]
    // The message failed here before · it is marked as redelivered · x-delivery-count · of those returned by us
    [InlineData(false, false, null, 0, Settlement.Requeued)] // its first failure
    [InlineData(true, true, null, 0, Settlement.Rejected)] // its second
    [InlineData(true, false, null, 0, Settlement.Requeued)] // an equal message failed, not this one
    [InlineData(false, true, null, 0, Settlement.Requeued)] // redelivered after a pause or a lost connection
    [InlineData(false, true, 1L, 0, Settlement.Requeued)] // one other process paused or closed
    [InlineData(false, true, 2L, 0, Settlement.Rejected)] // it has failed in other processes
    [InlineData(false, true, 2, 1, Settlement.Requeued)] // one of its returns was ours
    [InlineData(false, false, 2L, 0, Settlement.Requeued)]
    public void A_message_that_failed_is_requeued_once_and_then_rejected(
        bool failedBefore,
        bool redelivered,
        object? deliveryCount,
        int returns,
        Settlement expected
    )
    {
        var message = deliveryCount is null
            ? Messages.Create(redelivered: redelivered)
            : Messages.Create(redelivered: redelivered, headers: ("x-delivery-count", deliveryCount));
        if (failedBefore)
            _memory.AddFailure(message);
        for (var turn = 0; turn < returns; turn++)
            _memory.AddReturn(message);
        Assert.Equal(expected, _policy.OnFailure(message, canSettle: true));
    }

    [Fact]
    public void A_failure_that_the_broker_cannot_be_told_of_is_remembered()
    {
        var message = Messages.Create(redelivered: true);
        _memory.AddFailure(message);
        Assert.Equal(Settlement.Requeued, _policy.OnFailure(message, canSettle: false));
        Assert.Equal(Settlement.Rejected, _policy.OnFailure(message, canSettle: true));
    }

    [Fact]
    public void A_message_that_succeeds_after_a_failure_has_its_two_chances_again()
    {
        var message = Messages.Create(redelivered: true);
        Assert.Equal(Settlement.Requeued, _policy.OnFailure(message, canSettle: true));
        _policy.OnSuccess(message);
        Assert.Equal(Settlement.Requeued, _policy.OnFailure(message, canSettle: true));
        Assert.Equal(Settlement.Rejected, _policy.OnFailure(message, canSettle: true));
    }
}
