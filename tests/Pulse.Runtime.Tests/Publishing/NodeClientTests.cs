using System.Diagnostics;
using System.Text.Json;

namespace Pulse.Runtime.Tests.Publishing;

/// <summary>Node's <c>amqplib</c>, which Taskcluster's own services use, receives what a publisher sends.</summary>
[Collection(SharedRabbitMq.Name)]
public sealed class NodeClientTests(RabbitMqFixture rabbitMq)
{
    [Fact]
    public async Task Node_receives_key_routes_properties_and_bytes_as_they_were_sent()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        await scene.DeclareQueueAsync();
        await scene.Channel.QueueBindAsync(scene.FullQueueName, scene.Exchange, "#");
        await using var publisher = scene.Connect().CreatePublisher(new PublisherOptions { AppId = "app" });
        var body = """{"text":"ü 😀","n":1.50}"""u8.ToArray();

        await publisher.PublishAsync(
            scene.Exchange,
            "primary.a_b.-.é",
            body,
            new PublishOptions
            {
                Routes = ["index.gecko.v2.latest", "r2"],
                MessageId = "m1",
                Timestamp = DateTimeOffset.UnixEpoch.AddDays(20_000),
                Type = "t",
                CorrelationId = "c",
                Expiration = TimeSpan.FromHours(1),
                Priority = 4,
                Headers = new Dictionary<string, object?>
                {
                    ["n"] = 7,
                    ["text"] = "ü",
                    ["none"] = null,
                },
            }
        );

        var received = await ReceiveAsync(scene.FullQueueName);
        Assert.Equal(body, received.GetProperty("content").GetBytesFromBase64());
        var fields = received.GetProperty("fields");
        Assert.Equal(scene.Exchange, fields.GetProperty("exchange").GetString());
        Assert.Equal("primary.a_b.-.é", fields.GetProperty("routingKey").GetString());
        const string expected = """
            {
              "contentType": "application/json",
              "contentEncoding": "utf-8",
              "headers": { "n": 7, "text": "ü", "none": null, "CC": ["route.index.gecko.v2.latest", "route.r2"] },
              "deliveryMode": 2,
              "priority": 4,
              "correlationId": "c",
              "expiration": "3600000",
              "messageId": "m1",
              "timestamp": 1728000000,
              "type": "t",
              "appId": "app"
            }
            """;
        Assert.True(
            JsonElement.DeepEquals(JsonDocument.Parse(expected).RootElement, received.GetProperty("properties")),
            received.ToString()
        );
    }

    private async Task<JsonElement> ReceiveAsync(string queue)
    {
        var rig = Path.Combine(Repository.Root, "tests", "Rigs", "amqplib");
        Assert.True(
            Directory.Exists(Path.Combine(rig, "node_modules")),
            "amqplib is missing; eng/install-amqplib installs it."
        );
        using var node = Process.Start(
            new ProcessStartInfo("node", [Path.Combine(rig, "receive.mjs"), rabbitMq.Url, queue])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        try
        {
            var errors = node.StandardError.ReadToEndAsync();
            var output = await node.StandardOutput.ReadToEndAsync().WithinPatience();
            await node.WaitForExitAsync();
            Assert.True(node.ExitCode == 0, await errors);
            using var json = JsonDocument.Parse(output);
            return json.RootElement.Clone();
        }
        finally
        {
            node.Kill();
        }
    }
}
