namespace Pulse.Runtime.Tests.Consuming;

/// <summary>The warning about quorum queues that drop what comes back too often.</summary>
public sealed class DeliveryLimitTests
{
    [Theory]
    [InlineData("quorum", 5, false, 3, true)]
    [InlineData("quorum", null, false, 3, false)] // no default limit before RabbitMQ 4
    [InlineData("quorum", null, false, 4, true)]
    [InlineData("quorum", -1, false, 4, false)]
    [InlineData("quorum", -1, false, 3, true)] // There it drops what comes back once.
    [InlineData("quorum", 5, true, 4, false)]
    [InlineData("classic", 5, false, 4, false)]
    [InlineData(null, null, false, 4, false)]
    public void A_limit_with_nothing_that_catches_what_it_drops_is_warned_of_once(
        string? type,
        int? limit,
        bool hasDeadLetters,
        int server,
        bool isWarned
    )
    {
        var log = new LogLines();
        var check = new DeliveryLimit(log.CreateLogger("Pulse"));
        var arguments = new Dictionary<string, object>();
        if (type is not null)
            arguments["x-queue-type"] = type;
        if (limit is not null)
            arguments["x-delivery-limit"] = limit;
        if (hasDeadLetters)
            arguments["x-dead-letter-exchange"] = "dead";
        var queue = new QueueDeclaration("queue/guest/q", Durable: true, Exclusive: false, arguments);

        for (var times = 0; times < 2; times++)
            check.Check(queue, new Version(server, 1));
        Assert.Equal(isWarned ? 1 : 0, log.All.Count(line => line.StartsWith("Warning 28 ", StringComparison.Ordinal)));
    }
}
