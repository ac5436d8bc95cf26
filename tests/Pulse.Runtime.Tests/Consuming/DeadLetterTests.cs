using System.Text.Json;
using RabbitMQ.Client;

namespace Pulse.Runtime.Tests.Consuming;

/// <summary>Dead letters: where they go, how they are consumed, and how they are sent back.</summary>
[Collection(QueuesRabbitMq.Name)]
public sealed class DeadLetterTests(RabbitMqFixture rabbitMq)
{
    private const string User = "mourner";

    private readonly Inbox<string> _ran = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_handler_fails_on_waits_in_the_queue_of_dead_letters_within_Pulse_s_permissions(
        bool isQuorum
    )
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var dead = await ConsumeFailingAsync(scene, q => isQuorum ? q.Quorum() : q);
        await scene.PublishAsync("a", "1");
        await scene.WaitingBecomesAsync(1, dead.Queue);

        // The broker answers only if all of it is equal.
        await scene.Channel.ExchangeDeclareAsync(dead.Exchange, ExchangeType.Topic, durable: true);
        var arguments = isQuorum ? new Dictionary<string, object?> { ["x-queue-type"] = "quorum" } : null;
        await scene.Channel.QueueDeclareAsync(dead.Queue, durable: true, false, false, arguments);
        await DeleteAsync(scene, dead);
    }

    [Fact]
    public async Task Dead_letters_are_consumed_typed_as_they_were_first_published_and_can_be_sent_back()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var other = await scene.DeclareExchangeAsync();
        var (numbers, texts) = (new Numbers(scene.Exchange, "n.#"), Binding.To(other, "#"));
        var isMended = false;
        var connection = await ConnectAsync(scene);
        var queue = await connection
            .Queue(scene.QueueName)
            .DeadLetter($"{scene.QueueName}-dead")
            .On(texts, d => Run("text", d.Routing))
            .On(numbers, d => Run($"number {d.Payload}", d.Routing))
            .ConsumeAsync();
        var dead = NamesOf(scene);
        await scene.PublishAsync("n.1", "41");
        await scene.PublishAsync("t", exchange: other);
        await scene.WaitingBecomesAsync(2, dead.Queue);

        var ids = new Inbox<Delivery>();
        var reading = await connection
            .ExistingQueue(dead.Queue)
            .On(texts, d => Bury("text", d))
            .On(numbers, d => Bury($"number {d.Payload}", d))
            .ConsumeAsync();
        Assert.Equal(["dead number 41 n.1", "dead text t"], (await _ran.NextAsync(2)).Order(StringComparer.Ordinal));

        // With their headers, through the default exchange: they are dispatched as before.
        isMended = true;
        foreach (var delivery in await ids.NextAsync(2))
            await SendBackAsync(scene, delivery);
        Assert.Equal(["number 41 n.1", "text t"], (await _ran.NextAsync(2)).Order(StringComparer.Ordinal));

        // What fails once more is a dead letter once more, of the same exchange.
        isMended = false;
        await reading.CloseAsync();
        await SendBackAsync(scene, ids.Last!);
        await scene.WaitingBecomesAsync(1, dead.Queue);
        await connection
            .ExistingQueue(dead.Queue)
            .On(texts, d => Bury("text", d))
            .On(numbers, d => Bury("number", d))
            .ConsumeAsync();
        Assert.StartsWith("dead ", await _ran.NextAsync(), StringComparison.Ordinal);
        await queue.DeleteAsync();
        await DeleteAsync(scene, dead);

        void Run(string what, string key)
        {
            if (!isMended)
                throw new InvalidOperationException("broken");
            _ran.Add($"{what} {key}");
        }

        void Bury<TPayload>(string what, Delivery<string, TPayload> delivery)
        {
            _ran.Add($"dead {what} {delivery.Routing}");
            ids.Add(delivery);
        }
    }

    [Fact]
    public async Task What_waits_too_long_or_is_too_much_is_a_dead_letter()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var dead = NamesOf(scene);
        var queue = await (await ConnectAsync(scene))
            .Queue(scene.QueueName)
            .MaxLength(1)
            .MessageTimeToLive(TimeSpan.FromMilliseconds(200))
            .DeadLetter($"{scene.QueueName}-dead")
            .On(scene.Everything, _ => { })
            .ConsumeAsync();
        await queue.PauseAsync();
        await scene.PublishNumbersAsync(3);
        await scene.WaitingBecomesAsync(3, dead.Queue);
        await queue.DeleteAsync();
        await DeleteAsync(scene, dead);
    }

    [Fact]
    public async Task Several_queues_share_their_dead_letters_and_all_of_it_is_declared_again_after_a_loss()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        using var proxy = Pulse.RabbitMq.TcpProxy.To(rabbitMq.Node);
        var dead = NamesOf(scene);
        var connection = await ConnectAsync(scene, proxy.Url);
        var back = new Inbox<MissedMessages>();
        connection.QueueReconnected += (_, args) => back.Add(args.MissedMessages);
        var queues = new List<PulseQueue>();
        foreach (var name in new[] { scene.QueueName, $"{scene.QueueName}-2" })
        {
            queues.Add(
                await connection
                    .Queue(name)
                    .DeadLetter($"{scene.QueueName}-dead")
                    .On(scene.Everything, d => d.RejectAsync())
                    .ConsumeAsync()
            );
        }

        await scene.DeleteQueueAsync(dead.Queue);
        await scene.DeleteExchangeAsync(dead.Exchange);
        proxy.CutConnections();
        Assert.Equal([MissedMessages.None, MissedMessages.None], await back.NextAsync(2));
        await scene.PublishAsync("a");
        await scene.WaitingBecomesAsync(2, dead.Queue);
        foreach (var queue in queues)
            await queue.DeleteAsync();
        await DeleteAsync(scene, dead);
    }

    [Fact]
    public async Task A_queue_of_dead_letters_that_exists_is_used_as_it_is()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var dead = NamesOf(scene);
        var arguments = new Dictionary<string, object?> { ["x-max-length"] = 100 };
        await scene.Channel.QueueDeclareAsync(dead.Queue, durable: true, false, false, arguments);
        await ConsumeFailingAsync(scene, q => q.Quorum());
        await scene.PublishAsync("a", "1");
        await scene.WaitingBecomesAsync(1, dead.Queue);
        await DeleteAsync(scene, dead);
    }

    [Fact]
    public async Task An_exchange_of_another_type_is_an_error_that_says_what_to_do()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var dead = NamesOf(scene);
        await scene.Channel.ExchangeDeclareAsync(dead.Exchange, ExchangeType.Direct, durable: true);
        var error = await Assert.ThrowsAsync<PulseException>(() => ConsumeFailingAsync(scene, q => q));
        Assert.Contains(
            $"The exchange '{dead.Exchange}' exists and is another one (as user '{User}'",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "'type' is direct there and topic here. Choose another name,",
            error.Message,
            StringComparison.Ordinal
        );
        await scene.DeleteExchangeAsync(dead.Exchange);
    }

    [Fact]
    public async Task A_queue_that_exists_without_dead_letters_is_an_error_that_says_what_to_do_and_it_is_not_deleted()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var dead = NamesOf(scene);
        await scene.Channel.QueueDeclareAsync($"queue/{User}/{scene.QueueName}", durable: true, false, false);
        var error = await Assert.ThrowsAsync<QueueMismatchException>(() => ConsumeFailingAsync(scene, q => q));
        Assert.Equal(
            ("x-dead-letter-exchange", dead.Exchange, null),
            (error.ArgumentName, error.Requested, error.Actual)
        );
        Assert.Contains(
            "What a queue was declared with cannot be changed. Leave out DeadLetter(...) or "
                + "Argument(\"x-dead-letter-exchange\", ...) (an administrator can set the same by a policy), choose another "
                + "name, or delete the queue once it is empty.",
            error.Message,
            StringComparison.Ordinal
        );
        await scene.DeleteQueueAsync($"queue/{User}/{scene.QueueName}");
        await DeleteAsync(scene, dead);
    }

    [Fact]
    public async Task The_rules_of_the_application_name_dead_letters()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var connection = scene.Connect(options =>
            options with
            {
                MapQueue = name => $"team.{name}",
                MapExchange = name =>
                    name.StartsWith("exchange/guest/dead-", StringComparison.Ordinal) ? $"mapped.{name}" : name,
            }
        );
        var queue = await connection
            .Queue(scene.QueueName)
            .DeadLetter($"dead-{scene.QueueName}")
            .On(scene.Everything, d => d.RejectAsync())
            .ConsumeAsync();
        await scene.PublishAsync("a");
        await scene.WaitingBecomesAsync(1, $"team.dead-{scene.QueueName}");
        await queue.DeleteAsync();
        await DeleteAsync(scene, ($"mapped.exchange/guest/dead-{scene.QueueName}", $"team.dead-{scene.QueueName}"));
    }

    private static (string Exchange, string Queue) NamesOf(Scene scene) =>
        ($"exchange/{User}/{scene.QueueName}-dead", $"queue/{User}/{scene.QueueName}-dead");

    private async Task<PulseConnection> ConnectAsync(Scene scene, string? url = null)
    {
        await rabbitMq.EnsureUserAsync(User, User);
        return scene.Connect(options => options with { User = User, Password = User, Url = url ?? options.Url });
    }

    private async Task<(string Exchange, string Queue)> ConsumeFailingAsync(
        Scene scene,
        Func<PulseQueueBuilder, PulseQueueBuilder> describe
    )
    {
        var builder = (await ConnectAsync(scene)).Queue(scene.QueueName).DeadLetter($"{scene.QueueName}-dead");
        var queue = await describe(builder)
            .On(scene.Everything, _ => throw new InvalidOperationException("not this one"))
            .ConsumeAsync();
        Assert.Equal($"queue/{User}/{scene.QueueName}", queue.Name);
        return NamesOf(scene);
    }

    private static async Task SendBackAsync(Scene scene, Delivery delivery)
    {
        var properties = new BasicProperties
        {
            Headers = (IDictionary<string, object?>)Published(delivery.Properties.Headers)!,
        };
        var queue = (string)delivery.Properties.Headers["x-first-death-queue"]!;
        // As samples/DeadLetters does.
        var back = await scene.DeclareExchangeAsync(type: ExchangeType.Direct);
        await scene.Channel.QueueBindAsync(queue, back, queue);
        await scene.Channel.BasicPublishAsync(back, queue, mandatory: true, properties, delivery.Body);
    }

    // As RabbitMQ.Client takes them.
    private static object? Published(object? value) =>
        value switch
        {
            DateTimeOffset time => new AmqpTimestamp(time.ToUnixTimeSeconds()),
            IReadOnlyDictionary<string, object?> table => table.ToDictionary(
                one => one.Key,
                one => Published(one.Value)
            ),
            IReadOnlyList<object?> list => list.Select(Published).ToList(),
            _ => value,
        };

    private static async Task DeleteAsync(Scene scene, (string Exchange, string Queue) dead)
    {
        await scene.DeleteQueueAsync($"queue/{User}/{scene.QueueName}");
        await scene.DeleteQueueAsync(dead.Queue);
        await scene.DeleteExchangeAsync(dead.Exchange);
    }

    private sealed record Numbers(string ExchangeName, string RoutingKey) : IBinding<string, int>
    {
        public string ReadRouting(string routingKey) => routingKey;

        public int ReadPayload(ReadOnlySpan<byte> body) => JsonSerializer.Deserialize<int>(body);
    }
}
