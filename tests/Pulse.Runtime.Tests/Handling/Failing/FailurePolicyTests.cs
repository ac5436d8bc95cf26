using Microsoft.Extensions.Time.Testing;

namespace Pulse.Runtime.Tests.Handling.Failing;

public sealed class FailurePolicyTests
{
    private readonly LogLines _log = new();
    private readonly Slowdown _slowdown;
    private readonly FailurePolicy _policy;

    public FailurePolicyTests()
    {
        _slowdown = new Slowdown(_log.CreateLogger("Pulse"), new FakeTimeProvider());
        _policy = new FailurePolicy(_slowdown, retry: null);
    }

    [Theory]
    // The message failed here before · it is marked as redelivered · x-delivery-count
    [InlineData(false, false, null, Settlement.Requeued)] // its first failure
    [InlineData(true, true, null, Settlement.Rejected)] // its second
    [InlineData(true, false, null, Settlement.Requeued)] // an equal message failed, not this one
    [InlineData(false, true, null, Settlement.Requeued)] // redelivered after a pause or a lost connection
    [InlineData(false, true, 7L, Settlement.Requeued)] // others returned it
    public void A_message_that_failed_is_requeued_once_and_then_rejected(
        bool failedBefore,
        bool redelivered,
        object? deliveryCount,
        Settlement expected
    )
    {
        var message = deliveryCount is null
            ? Messages.Create(redelivered: redelivered)
            : Messages.Create(redelivered: redelivered, headers: ("x-delivery-count", deliveryCount));
        if (failedBefore)
            Fail(message);
        Assert.Equal(expected, Fail(message));
    }

    [Fact]
    public void A_failure_that_the_broker_cannot_be_told_of_is_remembered()
    {
        var message = Messages.Create(redelivered: true);
        Assert.Equal(Settlement.Requeued, Fail(message, canSettle: false));
        Assert.Equal(Settlement.Rejected, Fail(message));
    }

    [Fact]
    public void A_message_that_succeeds_after_a_failure_has_its_two_chances_again()
    {
        var message = Messages.Create(redelivered: true);
        Assert.Equal(Settlement.Requeued, Fail(message));
        _policy.OnSuccess(message);
        Assert.Equal(Settlement.Requeued, Fail(message));
        Assert.Equal(Settlement.Rejected, Fail(message));
    }

    [Fact]
    public void While_different_messages_fail_in_a_row_no_failure_counts_as_a_second_one()
    {
        for (var round = 0; round < 5; round++)
        {
            for (var number = 0; number < 3; number++)
            {
                var message = Messages.Create($"{number}", redelivered: round > 0);
                var isBefore = round == 0 && number < 2;
                Assert.Equal(Settlement.Requeued, Fail(message));
                Assert.Equal(!isBefore, _slowdown.IsActive);
            }
        }

        _policy.OnSuccess(Messages.Create("0", redelivered: true));
        Assert.False(_slowdown.IsActive);
        Assert.Single(_log.All, line => line.StartsWith("Warning 24 ", StringComparison.Ordinal));
        Assert.Single(_log.All, line => line.StartsWith("Information 25 ", StringComparison.Ordinal));
        Assert.Equal(Settlement.Rejected, Fail(Messages.Create("1", redelivered: true)));
    }

    private Settlement Fail(AmqpDelivery message, bool canSettle = true)
    {
        _policy.OnFailure(message);
        return _policy.Settle(message, canSettle);
    }
}
