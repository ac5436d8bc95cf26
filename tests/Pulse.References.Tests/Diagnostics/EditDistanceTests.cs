using Pulse.References.Diagnostics;

namespace Pulse.References.Tests.Diagnostics;

public class EditDistanceTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("", "ab", 2)]
    [InlineData("queue", "queue", 0)]
    [InlineData("Queue", "qUEUE", 0)]
    [InlineData("quue", "queue", 1)]
    [InlineData("queeue", "queue", 1)]
    [InlineData("quexe", "queue", 1)]
    [InlineData("uqeue", "queue", 1)]
    [InlineData("queeu", "queue", 1)]
    [InlineData("uqeeu", "queue", 2)]
    [InlineData("kitten", "sitting", 3)]
    public void Each_character_added_dropped_changed_or_swapped_with_the_next_counts_once(
        string one,
        string other,
        int errors
    )
    {
        Assert.Equal(errors, new EditDistance(one, most: 5).To(other));
        Assert.Equal(errors, new EditDistance(other, most: 5).To(one));
    }

    [Theory]
    [InlineData("queue", "hooks")]
    [InlineData("queue", "queue-of-another-kind")]
    public void A_distance_above_the_highest_of_interest_is_only_known_to_exceed_it(string one, string other) =>
        Assert.True(new EditDistance(one, most: 2).To(other) > 2);

    [Fact]
    public void One_string_is_compared_with_many()
    {
        var distance = new EditDistance("task", most: 2);
        Assert.Equal([1, 0, 2, 0], new[] { "tasks", "task", "ask_", "TASK" }.Select(distance.To));
    }
}
