namespace Pulse.Runtime.Tests.Publishing;

[Collection(SharedRabbitMq.Name)]
public sealed class PublishRefusalTests(RabbitMqFixture rabbitMq)
{
    [Fact]
    public async Task A_message_that_a_full_queue_rejects_fails_and_may_have_reached_others()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await scene.DeclareQueueAsync(arguments: [("x-max-length", 1), ("x-overflow", "reject-publish")]);
        await scene.Channel.QueueBindAsync(scene.FullQueueName, scene.Exchange, "#");
        await using var publisher = scene.Connect().CreatePublisher();
        var key = new NumberKey(scene.Exchange, "a");
        await publisher.PublishAsync(key, 1);

        var refused = await Assert.ThrowsAsync<PublishRefusedException>(() =>
            publisher.PublishAsync(key, 2, new PublishOptions { MessageId = "m2" })
        );

        Assert.Equal(PublishRefusal.Nacked, refused.Reason);
        Assert.True(refused.MayStillArrive);
        Assert.Equal((scene.Exchange, "a", "m2"), (refused.ExchangeName, refused.RoutingKey, refused.MessageId));
        Assert.Equal(1u, await scene.CountWaitingAsync());
    }

    [Fact]
    public async Task A_mandatory_message_that_no_queue_gets_fails_and_others_do_not()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await scene.DeclareQueueAsync();
        await scene.Channel.QueueBindAsync(scene.FullQueueName, scene.Exchange, "bound");
        await using var publisher = scene.Connect().CreatePublisher();
        var mandatory = new PublishOptions { Mandatory = true };

        var publishing = Enumerable
            .Range(0, 300)
            .Select(number =>
                publisher.PublishAsync(
                    new NumberKey(scene.Exchange, number % 3 == 0 ? "nowhere" : "bound"),
                    number,
                    number % 2 == 0 ? mandatory : null
                )
            )
            .ToList();
        var failures = await FailuresOfAsync(publishing);

        Assert.Equal(Enumerable.Range(0, 300).Where(number => number % 6 == 0), failures.Keys);
        Assert.All(
            failures.Values,
            failure =>
            {
                var refused = Assert.IsType<PublishRefusedException>(failure);
                Assert.Equal((PublishRefusal.Returned, 312), (refused.Reason, refused.ReplyCode));
                Assert.False(refused.MayStillArrive);
            }
        );
        Assert.Equal(200u, await scene.CountWaitingAsync());
    }

    [Fact]
    public async Task A_missing_exchange_fails_only_what_is_published_to_it()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await scene.DeclareQueueAsync();
        await scene.Channel.QueueBindAsync(scene.FullQueueName, scene.Exchange, "#");
        await using var publisher = scene.Connect().CreatePublisher();
        var states = new Inbox<PulseState>();
        publisher.StateChanged += (_, change) => states.Add(change.State);
        const string missing = "exchange/guest/missing";

        var publishing = Enumerable
            .Range(0, 200)
            .Select(number =>
                publisher.PublishAsync(new NumberKey(number % 20 == 7 ? missing : scene.Exchange, "a"), number)
            )
            .ToList();
        var failures = await FailuresOfAsync(publishing);

        Assert.Equal(Enumerable.Range(0, 10).Select(i => (i * 20) + 7), failures.Keys);
        Assert.All(
            failures.Values,
            failure =>
            {
                var refused = Assert.IsType<PublishRefusedException>(failure);
                Assert.Equal(
                    (PublishRefusal.ExchangeNotFound, 404, missing),
                    (refused.Reason, refused.ReplyCode, refused.ExchangeName)
                );
            }
        );
        Assert.Equal(PulseState.Connected, await states.NextAsync());
        Assert.Equal(1, states.Count);
        Assert.True(await scene.CountWaitingAsync() >= 190);
    }

    [Fact]
    public async Task A_missing_permission_fails_only_the_message_that_lacks_it()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await rabbitMq.EnsureUserAsync("alice", "secret");
        var own = $"exchange/alice/{Guid.NewGuid():N}";
        await scene.DeclareExchangeAsync(own);
        await using var publisher = scene
            .Connect(options => options with { User = "alice", Password = "secret" })
            .CreatePublisher();

        var before = publisher.PublishAsync(new NumberKey(own, "a"), 1);
        var refusing = publisher.PublishAsync(new NumberKey(scene.Exchange, "a"), 2);
        var after = publisher.PublishAsync(new NumberKey(own, "a"), 3);

        var refused = await Assert.ThrowsAsync<PublishRefusedException>(() => refusing);
        Assert.Equal((PublishRefusal.AccessRefused, 403), (refused.Reason, refused.ReplyCode));
        Assert.Contains("'write' on the exchange", refused.Message, StringComparison.Ordinal);
        await Task.WhenAll(before, after);
        await scene.DeleteExchangeAsync(own);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    public async Task A_message_that_the_broker_does_not_accept_fails_alone_though_the_broker_does_not_name_it(
        int others
    )
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await using var publisher = scene.Connect().CreatePublisher();
        var key = new NumberKey(scene.Exchange, "a");
        // RabbitMQ wants a list there.
        var bad = new PublishOptions { Headers = new Dictionary<string, object?> { ["CC"] = 7 } };

        var publishing = Enumerable
            .Range(0, others + 1)
            .Select(number => publisher.PublishAsync(key, number, number == others / 2 ? bad : null))
            .ToList();
        var failures = await FailuresOfAsync(publishing);

        Assert.Equal([others / 2], failures.Keys);
        var refused = Assert.IsType<PublishRefusedException>(failures[others / 2]);
        Assert.Equal((PublishRefusal.Invalid, 406), (refused.Reason, refused.ReplyCode));
    }

    [Fact]
    public async Task Headers_that_do_not_fit_a_frame_fail_their_message_and_not_the_connection()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await using var publisher = scene.Connect().CreatePublisher();
        var key = new NumberKey(scene.Exchange, "a");

        // A frame has 131,072 bytes, of which the other properties take some, and what the client may add.
        var publishing = Enumerable
            .Range(129_900, 600)
            .Select(length => new Dictionary<string, object?> { ["h"] = new string('x', length) })
            .Select(headers => publisher.PublishAsync(key, 1, new PublishOptions { Headers = headers }))
            .ToList();
        var failures = await FailuresOfAsync(publishing);

        var first = failures.Keys.First();
        Assert.InRange(first, 1, 599);
        Assert.Equal(Enumerable.Range(first, 600 - first), failures.Keys);
        Assert.All(
            failures.Values,
            failure => Assert.Equal(PublishRefusal.Invalid, Assert.IsType<PublishRefusedException>(failure).Reason)
        );
        Assert.DoesNotContain(scene.Log.All, line => line.Contains("Lost", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_message_that_is_refused_alone_certainly_does_not_arrive()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await using var publisher = scene.Connect().CreatePublisher();
        var refused = await Assert.ThrowsAsync<PublishRefusedException>(() =>
            publisher.PublishAsync(new NumberKey("exchange/guest/missing", "a"), 1)
        );
        Assert.False(refused.MayStillArrive);
        Assert.Contains(
            "the exchange 'exchange/guest/missing' does not exist",
            refused.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Nothing_is_declared_by_publishing()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await using var publisher = scene.Connect().CreatePublisher();
        var name = $"exchange/guest/{Guid.NewGuid():N}";
        await Assert.ThrowsAsync<PublishRefusedException>(() => publisher.PublishAsync(new NumberKey(name, "a"), 1));
        await using var channel = await scene.Connect().OpenChannelAsync();
        await Assert.ThrowsAsync<RabbitMQ.Client.Exceptions.OperationInterruptedException>(() =>
            channel.ExchangeDeclarePassiveAsync(name)
        );
    }

    /// <summary>The failures by the number of the call.</summary>
    private static async Task<SortedDictionary<int, Exception>> FailuresOfAsync(IReadOnlyList<Task> publishing)
    {
        await Task.WhenAll(publishing).WithinPatience().ContinueWith(static _ => { }, TaskScheduler.Default);
        Assert.All(publishing, task => Assert.True(task.IsCompleted));
        var failed = publishing.Index().Where(one => one.Item.IsFaulted);
        return new(failed.ToDictionary(one => one.Index, one => one.Item.Exception!.InnerException!));
    }
}
