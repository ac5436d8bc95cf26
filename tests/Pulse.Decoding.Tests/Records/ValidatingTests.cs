using Pulse.Decoding.Tests.Features;

namespace Pulse.Decoding.Tests.Records;

/// <summary>What a program sees of <c>Validate()</c>.</summary>
public class ValidatingTests
{
    private static readonly QueueEvents.TaskGroupChangedMessage Valid = new()
    {
        Version = 1,
        TaskGroupId = "fN1SbArXTPSVFNUvaOlinQ",
        SchedulerId = "gecko-level-3",
        Expires = DateTimeOffset.UnixEpoch,
    };

    [Fact]
    public void A_valid_message_allocates_nothing()
    {
        Valid.Validate();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            Valid.Validate();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void The_exception_lists_every_fault()
    {
        var invalid = Assert.Throws<InvalidPayloadException>(() =>
            (Valid with { SchedulerId = new string('s', 500), TaskGroupId = "not a slugid" }).Validate()
        );
        Assert.Equal(
            ["$.schedulerId", "$.taskGroupId"],
            invalid.Faults.Select(fault => fault.Path).Order(StringComparer.Ordinal)
        );
        Assert.All(invalid.Faults, fault => Assert.InRange(fault.Value.Length, 1, 100));
        Assert.Contains(
            "TaskGroupChangedMessage does not fit its schema in 2 places:",
            invalid.Message,
            StringComparison.Ordinal
        );
        Assert.Contains("$.taskGroupId is \"not a slugid\"", invalid.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_required_property_that_is_null_is_missing()
    {
        var invalid = Assert.Throws<InvalidPayloadException>(() => (Valid with { TaskGroupId = null! }).Validate());
        Assert.Equal("$.taskGroupId is missing.", Assert.Single(invalid.Faults).ToString());
    }

    [Fact]
    public void An_unknown_or_absent_value_of_an_open_enum_is_a_fault()
    {
        var message = FeatureEvents.Everything.Decode(Message.Least().Json);
        message.Validate();
        foreach (var state in new[] { default, new FeatureEvents.EverythingState("odd") })
        {
            var invalid = Assert.Throws<InvalidPayloadException>(() => (message with { State = state }).Validate());
            Assert.StartsWith("enum: [", Assert.Single(invalid.Faults).Rule, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_validator_within_a_failed_one_starts_anew()
    {
        Assert.Throws<InvalidPayloadException>(() => (Valid with { TaskGroupId = "" }).Validate());
        Valid.Validate();
    }

    [Fact]
    public void A_number_that_JSON_does_not_have_is_a_fault()
    {
        var message = FeatureEvents.Everything.Decode(Message.Least().Json) with { Ratio = double.NaN };
        var invalid = Assert.Throws<InvalidPayloadException>(message.Validate);
        Assert.Equal("$.ratio", Assert.Single(invalid.Faults).Path);
    }
}
