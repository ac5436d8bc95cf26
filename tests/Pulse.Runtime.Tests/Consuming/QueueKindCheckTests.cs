namespace Pulse.Runtime.Tests.Consuming;

/// <summary>Descriptions that do not go together, which are refused before RabbitMQ is asked.</summary>
public sealed class QueueKindCheckTests
{
    private static readonly PulseConnection Connection = new("alice", "secret", "amqp://localhost");

    public static TheoryData<string, string, Func<PulseQueueBuilder, PulseQueueBuilder>> Refused =>
        new()
        {
            { "quorum and stream", "Stream(...) and Quorum(...), which contradict", q => q.Stream().Quorum() },
            {
                "quorum and another type",
                "'x-queue-type' cannot be both quorum and classic. Leave one of them out",
                q => q.Quorum().Argument("x-queue-type", "classic")
            },
            {
                "another type and stream",
                "Argument(\"x-queue-type\", ...) and Stream(...)",
                q => q.Argument("x-queue-type", "quorum").Stream()
            },
            {
                "two times",
                "'x-message-ttl' cannot be both 1000 and 2000",
                q => q.MessageTimeToLive(TimeSpan.FromSeconds(1)).Argument("x-message-ttl", 2000)
            },
            {
                "two dead-letter exchanges",
                "'x-dead-letter-exchange' cannot be both other and exchange/alice/dead",
                q => q.Argument("x-dead-letter-exchange", "other").DeadLetter("dead")
            },
            {
                "its own dead letters",
                "cannot be the queue of its own dead letters ('queue/alice/q')",
                q => q.DeadLetter("q")
            },
            {
                "two priorities",
                "ConsumerPriority(...) and ConsumerArgument(\"x-priority\", ...)",
                q => q.ConsumerPriority(1).ConsumerArgument("x-priority", 2)
            },
            {
                "stream and time to live",
                "is a stream, which does not take MessageTimeToLive(...)",
                q => q.MessageTimeToLive(TimeSpan.FromDays(1)).Stream()
            },
            { "stream and length", "Argument(\"x-max-length-bytes\", ...)", q => q.Stream().MaxLength(5) },
            { "stream and expiry", "A stream stays", q => q.Stream().Expires(TimeSpan.FromDays(1)) },
            { "stream and dead letters", "has no dead letters", q => q.DeadLetter("dead").Stream() },
            { "stream and single consumer", "or use Quorum()", q => q.Stream().SingleActiveConsumer() },
            { "stream and priority", "does not take ConsumerPriority(...)", q => q.Stream().ConsumerPriority(1) },
            { "stream and no limit", "Leave out Prefetch(0)", q => q.Prefetch(0).Stream() },
            {
                "stream by its name and length",
                "is a stream, which does not take MaxLength(...)",
                q => q.Argument("x-queue-type", "stream").MaxLength(5)
            },
        };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_does_not_go_together_is_refused_with_what_to_do(
        string what,
        string sentence,
        Func<PulseQueueBuilder, PulseQueueBuilder> describe
    )
    {
        Assert.NotEmpty(what);
        var builder = describe(Connection.Queue("q").On(Binding.To("e", "#"), _ => { }));
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => builder.ConsumeAsync());
        Assert.StartsWith("The queue 'q' ", error.Message, StringComparison.Ordinal);
        Assert.Contains(sentence, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_anonymous_queue_is_neither_a_quorum_queue_nor_a_stream(bool isQuorum)
    {
        var builder = Connection.Queue().On(Binding.To("e", "#"), _ => { });
        _ = isQuorum ? builder.Quorum() : builder.Stream();
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => builder.RunAsync());
        Assert.Contains("Give the queue a name: Queue(\"name\")", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_existing_queue_takes_nothing_that_it_would_have_to_be_declared_with()
    {
        var existing = Connection.ExistingQueue("theirs");
        Func<PulseQueueBuilder>[] calls =
        [
            () => existing.Quorum(),
            () => existing.SingleActiveConsumer(),
            () => existing.MaxLength(1),
            () => existing.MessageTimeToLive(TimeSpan.Zero),
            () => existing.Expires(TimeSpan.FromHours(1)),
            () => existing.DeadLetter("dead"),
        ];
        Assert.All(
            calls,
            call =>
            {
                var error = Assert.Throws<InvalidOperationException>(call);
                Assert.StartsWith(
                    "The queue 'theirs' is not declared here, so it takes no arguments. Leave out ",
                    error.Message,
                    StringComparison.Ordinal
                );
            }
        );
    }

    [Fact]
    public async Task An_existing_queue_that_is_consumed_as_a_stream_is_one()
    {
        var builder = Connection.ExistingQueue("theirs").Stream(StreamOffset.First).On(Binding.To("e", "#"), _ => { });
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => builder.ConsumerPriority(1).RunAsync());
        Assert.StartsWith("The queue 'theirs' is a stream", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_figure_out_of_range_is_refused_at_once()
    {
        var builder = Connection.Queue("q");
        var longest = TimeSpan.FromMilliseconds(4_294_967_295);
        var tick = TimeSpan.FromTicks(1);
        Action[] calls =
        [
            () => builder.Quorum(-2),
            () => builder.MaxLength(-1),
            () => builder.MessageTimeToLive(-tick),
            () => builder.MessageTimeToLive(longest + tick),
            () => builder.Expires(TimeSpan.Zero),
            () => builder.Expires(-tick),
            () => builder.Expires(TimeSpan.MaxValue),
            () => StreamOffset.From(-1),
        ];
        Assert.All(calls, call => Assert.Throws<ArgumentOutOfRangeException>(call));
        builder.Quorum(-1).MaxLength(0).MessageTimeToLive(TimeSpan.Zero).MessageTimeToLive(longest).Expires(longest);
    }

    [Fact]
    public void A_name_or_a_value_that_cannot_be_one_is_refused_at_once()
    {
        var builder = Connection.Queue("q");
        Assert.Throws<ArgumentException>(() => builder.DeadLetter(""));
        Assert.Throws<ArgumentNullException>(() => builder.DeadLetter(null!));
        Assert.Throws<ArgumentException>(() => builder.DeadLetter(new string('x', 250)));
        Assert.Throws<ArgumentException>(() => builder.ConsumerArgument("", 1));
        Assert.Throws<ArgumentNullException>(() => builder.ConsumerArgument("x", null!));
        Assert.Throws<ArgumentException>(() => builder.ConsumerArgument("x", TimeSpan.Zero));
        var error = Assert.Throws<ArgumentException>(() => builder.ConsumerArgument("x-stream-offset", "first"));
        Assert.Contains("Stream(StreamOffset...)", error.Message, StringComparison.Ordinal);
    }
}
