namespace Pulse.Taskcluster.Tests;

public sealed class ExchangeListTests
{
    [Fact]
    public void The_exchanges_of_a_service_are_listed_as_the_reference_describes_them()
    {
        var exchanges = QueueEvents.Exchanges;
        var defined = exchanges.Single(exchange => exchange.Name == new QueueEvents.TaskDefined().ExchangeName);
        Assert.Equal(typeof(QueueEvents.TaskDefinedMessage), defined.PayloadType);
        Assert.NotEmpty(defined.Description);
        Assert.Equal(
            ["routingKeyKind", "taskId", "runId", "workerGroup", "workerId"],
            defined.Fields.Take(5).Select(field => field.Name)
        );
        Assert.Equal("primary", defined.Fields[0].Constant);
        Assert.True(defined.Fields[1].Required);
        Assert.False(defined.Fields[2].Required);
        Assert.True(defined.Fields[^1].MultipleWords);
        Assert.All(defined.Fields, field => Assert.NotEmpty(field.Summary));
        Assert.Equal(exchanges.Count, exchanges.Select(exchange => exchange.Name).Distinct().Count());
        Assert.Contains(typeof(QueueEvents.TaskCompletedMessage), exchanges.Select(exchange => exchange.PayloadType));
    }
}
