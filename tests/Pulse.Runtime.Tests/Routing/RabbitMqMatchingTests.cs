using System.Globalization;
using System.Text;
using RabbitMQ.Client;

namespace Pulse.Runtime.Tests.Routing;

/// <summary>RabbitMQ itself decides which keys a pattern matches.</summary>
[Collection(SharedRabbitMq.Name)]
public class RabbitMqMatchingTests(RabbitMqFixture rabbitMq)
{
    private static readonly string[] OddPatterns =
    [
        "",
        "#",
        "*",
        ".",
        "..",
        "#.#",
        "*.*",
        "#.*",
        "*.#",
        "#.*.#",
        "*.#.*",
        ".#",
        "#.",
        ".*",
        "*.",
        ".#.",
        "a#",
        "#a",
        "a*.b",
        "**",
        "##",
        "a.#.a.#.a",
        "#.a.#.b.#",
    ];

    private static readonly string[] OddKeys =
    [
        "",
        ".",
        "..",
        "...",
        "a.",
        ".a",
        "a..b",
        "#",
        "*",
        "a.#",
        "*.b",
        "a#",
        "a*.b",
        "ä.ß",
        new string('x', 255),
        string.Join('.', Enumerable.Repeat("a", 128)),
        string.Join('.', Enumerable.Repeat("", 256)),
    ];

    [Fact]
    public async Task RabbitMQ_agrees_on_fifteen_thousand_patterns_and_keys()
    {
        var random = new Random(20261128);
        string[] patterns =
        [
            .. OddPatterns,
            .. Many(150 - OddPatterns.Length, ["a", "b", "c", "*", "*", "#", "#", ""]),
        ];
        string[] keys = [.. OddKeys, .. Many(100 - OddKeys.Length, ["a", "b", "c", "a", "b", ""])];

        await using var scene = await Scene.OpenAsync(rabbitMq);
        var queues = new List<string>();
        foreach (var pattern in patterns)
        {
            var queue = (await scene.Channel.QueueDeclareAsync("", durable: false, exclusive: true)).QueueName;
            await scene.Channel.QueueBindAsync(queue, scene.Exchange, pattern);
            queues.Add(queue);
        }

        await PublishAsync(scene.Exchange, keys);
        var matches = 0;
        for (var at = 0; at < patterns.Length; at++)
        {
            var arrived = await ReceiveAsync(scene.Channel, queues[at]);
            matches += arrived.Count;
            for (var number = 0; number < keys.Length; number++)
            {
                Assert.True(
                    RoutingKeyPattern.Matches(patterns[at], keys[number]) == arrived.Contains(number),
                    $"'{patterns[at]}' and '{keys[number]}': RabbitMQ says {arrived.Contains(number)}"
                );
            }
        }

        Assert.InRange(matches, 1_500, 13_500); // The sample says something.

        IEnumerable<string> Many(int count, string[] vocabulary) =>
            Enumerable
                .Range(0, count)
                .Select(_ =>
                    string.Join(
                        '.',
                        Enumerable.Range(0, random.Next(1, 7)).Select(_ => vocabulary[random.Next(vocabulary.Length)])
                    )
                );
    }

    // Confirmed, so that each message is in its queues when this returns.
    private async Task PublishAsync(string exchange, string[] keys)
    {
        var factory = new ConnectionFactory { Uri = new Uri(rabbitMq.Url), AutomaticRecoveryEnabled = false };
        await using var connection = await factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true)
        );
        for (var number = 0; number < keys.Length; number++)
            await channel.BasicPublishAsync(exchange, keys[number], Encoding.UTF8.GetBytes($"{number}"));
    }

    private static async Task<HashSet<int>> ReceiveAsync(IChannel channel, string queue)
    {
        var arrived = new HashSet<int>();
        while (await channel.BasicGetAsync(queue, autoAck: true) is { } message)
            arrived.Add(int.Parse(message.Body.Span, CultureInfo.InvariantCulture));
        return arrived;
    }
}
