namespace Pulse.Runtime.Tests.Amqp;

public sealed class StreamOffsetTests
{
    [Fact]
    public void Places_are_equal_by_what_they_are_and_show_it()
    {
        Assert.Equal(default, StreamOffset.Next);
        Assert.Equal(StreamOffset.From(7), StreamOffset.From(7));
        Assert.NotEqual(StreamOffset.First, StreamOffset.From(0));
        StreamOffset[] places =
        [
            StreamOffset.First,
            StreamOffset.Last,
            StreamOffset.Next,
            StreamOffset.At(DateTimeOffset.UnixEpoch),
            StreamOffset.From(7),
        ];
        Assert.Equal("first last next 1970-01-01 00:00:00Z 7", string.Join(' ', places));
    }

    [Fact]
    public void Only_a_place_of_the_stream_s_own_can_be_returned_to_without_missing_anything()
    {
        Assert.True(StreamOffset.First.IsFixed);
        Assert.True(StreamOffset.At(DateTimeOffset.UnixEpoch).IsFixed);
        Assert.True(StreamOffset.From(0).IsFixed);
        Assert.False(StreamOffset.Next.IsFixed);
        Assert.False(StreamOffset.Last.IsFixed);
    }

    [Fact]
    public void An_offset_means_nothing_in_a_stream_that_was_created_again()
    {
        Assert.Equal(StreamOffset.First, StreamOffset.From(7).InNewStream);
        Assert.Equal(StreamOffset.Next, StreamOffset.Next.InNewStream);
        var time = StreamOffset.At(DateTimeOffset.UnixEpoch);
        Assert.Equal(time, time.InNewStream);
    }
}
