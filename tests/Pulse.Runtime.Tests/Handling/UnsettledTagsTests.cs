namespace Pulse.Runtime.Tests.Handling;

public sealed class UnsettledTagsTests
{
    private readonly UnsettledTags _tags = new();

    [Fact]
    public void The_lowest_tag_rises_when_all_below_it_are_settled()
    {
        Add(1, 2, 3, 4);
        _tags.Remove(3);
        _tags.Remove(2);
        Assert.Equal(1UL, _tags.Lowest);
        _tags.Remove(1);
        Assert.Equal(4UL, _tags.Lowest);
        _tags.Remove(4);
        Assert.Equal(0, _tags.Count);
        Assert.Null(_tags.Lowest);
    }

    [Fact]
    public void A_tag_that_is_removed_twice_counts_once()
    {
        Add(1, 2, 3);
        _tags.Remove(2);
        _tags.Remove(2);
        _tags.Remove(1);
        _tags.Remove(1);
        Assert.Equal(3UL, _tags.Lowest);
    }

    [Fact]
    public void Any_order_of_settling_leaves_the_lowest_that_is_unsettled()
    {
        var random = new Random(1);
        for (var round = 0; round < 200; round++)
        {
            var tags = new UnsettledTags();
            var unsettled = new SortedSet<ulong>();
            ulong next = 1;
            for (var step = 0; step < 100; step++)
            {
                if (unsettled.Count == 0 || random.Next(2) == 0)
                {
                    tags.Add(next);
                    unsettled.Add(next++);
                }
                else
                {
                    var tag = unsettled.ElementAt(random.Next(unsettled.Count));
                    tags.Remove(tag);
                    unsettled.Remove(tag);
                }

                Assert.Equal(unsettled.Count == 0 ? null : unsettled.Min, tags.Lowest);
            }
        }
    }

    private void Add(params ulong[] tags)
    {
        foreach (var tag in tags)
            _tags.Add(tag);
    }
}
