using Pulse.RabbitMq;

namespace Pulse.Runtime.Tests.Consuming;

/// <summary>
/// Messages that RabbitMQ.Client cannot read: it ends the connection, with all queues on it, and the message comes again.
/// </summary>
[Collection(QueuesRabbitMq.Name)]
public sealed class UnreadableMessageTests(RabbitMqFixture rabbitMq)
{
    private const string User = "apart";

    private readonly Inbox<string> _inbox = new();

    [Theory]
    [InlineData("decimal, {29, 15}")] // 28 decimal places are what .NET's decimal has
    [InlineData("table, [{<<\"inner\">>, decimal, {255, 1}}]")]
    public async Task A_queue_with_an_unreadable_message_is_kept_apart_and_the_others_go_on(string header)
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        using var proxy = TcpProxy.To(rabbitMq.Node);
        var connection = scene.Connect(options => options with { Url = proxy.Url });
        var poisoned = await connection.Queue(scene.QueueName).On(scene.Everything, Note).ConsumeAsync();
        var elsewhere = await scene.DeclareExchangeAsync();
        var other = await connection
            .Queue($"{scene.QueueName}-other")
            .On(Binding.To(elsewhere, "#"), Note)
            .ConsumeAsync();
        await PublishAsync(scene.Exchange, header);

        await Eventually.HoldsAsync(() => Errors(scene).Any(), "the queue is named");
        Assert.Contains(scene.FullQueueName, Errors(scene).Single(), StringComparison.Ordinal);
        await Eventually.HoldsAsync(
            () => poisoned.StateReason?.Message.Contains("could not read", StringComparison.Ordinal) == true,
            "the reason is shown"
        );
        for (var number = 0; number < 20; number++)
        {
            await scene.PublishAsync($"{number}", exchange: elsewhere);
            Assert.Equal($"{number}", await _inbox.NextAsync());
            Assert.Equal(PulseState.Connected, other.State);
            await Task.Delay(50);
        }

        await Eventually.HoldsAsync(
            async () =>
            {
                // Between two attempts it waits in the queue.
                await scene.Channel.QueuePurgeAsync(scene.FullQueueName);
                await scene.PublishAsync("removed");
                return _inbox.Count > 20;
            },
            "the message is removed"
        );
        Assert.Single(Errors(scene));
        await other.DeleteAsync();
    }

    [Fact]
    public async Task Queues_that_brought_nothing_unreadable_share_a_connection_again_after_a_while()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await rabbitMq.EnsureUserAsync(User, User);
        var connection = scene.Connect(options =>
            options with
            {
                User = User,
                Password = User,
                TimeProvider = new FastTime(),
            }
        );
        var missed = new Inbox<MissedMessages>();
        connection.QueueReconnected += (_, back) => missed.Add(back.MissedMessages);
        var queues = new List<PulseQueue>();
        for (var number = 0; number < 3; number++)
        {
            var builder = connection.Queue($"{scene.QueueName}-{number}");
            queues.Add(await builder.On(scene.Everything, Note).ConsumeAsync());
        }

        await PublishAsync("", "decimal, {29, 15}", queues[0].Name);
        await Eventually.HoldsAsync(() => Errors(scene).Any(), "the queue is named");
        await Eventually.HoldsAsync(
            async () =>
            {
                await scene.Channel.QueuePurgeAsync(queues[0].Name);
                await scene.PublishAsync(queues[0].Name, exchange: "");
                return _inbox.Count > 0;
            },
            "the message is removed"
        );
        await Eventually.HoldsAsync(
            async () => await rabbitMq.CountConnectionsAsync(User) == 2,
            "only the queue that brought it is apart"
        );
        await scene.PublishAsync("last");
        while (_inbox.Count < 3 || await _inbox.NextAsync() != "last") { }

        Assert.All(await missed.NextAsync(missed.Count), one => Assert.Equal(MissedMessages.None, one));
        foreach (var queue in queues)
            await queue.DeleteAsync();
    }

    private void Note(Delivery delivery) => _inbox.Add(delivery.RoutingKey);

    private static IEnumerable<string> Errors(Scene scene) =>
        scene.Log.All.Where(line => line.StartsWith("Error 27 ", StringComparison.Ordinal));

    // Clients cannot write it either, but the broker itself can.
    private Task<string> PublishAsync(string exchange, string header, string routingKey = "poison") =>
        rabbitMq.Node.ControlAsync(
            "eval",
            $"rabbit_basic:publish(rabbit_misc:r(<<\"/\">>, exchange, <<\"{exchange}\">>), "
                + $"<<\"{routingKey}\">>, [{{headers, [{{<<\"h\">>, {header}}}]}}], <<\"{{}}\">>)."
        );
}
