using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using RabbitMQ.Client;

namespace Pulse.Runtime.Tests.Observing;

[Collection(SharedRabbitMq.Name)]
public sealed class MetricsTests(RabbitMqFixture rabbitMq)
{
    [Fact]
    public async Task Deliveries_and_settlements_are_counted_by_queue_and_exchange()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var counted = new ConcurrentDictionary<(string Counter, object? Queue, object? Exchange), long>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == "Pulse")
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>(
            (instrument, value, tags, _) =>
            {
                var byName = tags.ToArray().ToDictionary(tag => tag.Key, tag => tag.Value);
                counted.AddOrUpdate(
                    (instrument.Name, byName["queue"], byName["exchange"]),
                    value,
                    (_, sum) => sum + value
                );
            }
        );
        listener.Start();

        await scene
            .Connect(options => options with { TimeProvider = new FastTime() })
            .Queue(scene.QueueName)
            .On(Binding.To(scene.Exchange, "good"), _ => { })
            .On(Binding.To(scene.Exchange, "fails"), _ => throw new InvalidOperationException())
            .ConsumeAsync();
        await scene.PublishAsync("good");
        await scene.PublishAsync("good", "{");
        await scene.PublishAsync(
            "blind",
            properties: new BasicProperties
            {
                Headers = new Dictionary<string, object?> { ["BCC"] = new List<object?> { "good" } },
            }
        );
        await scene.PublishAsync("fails");

        long Count(string counter) => counted.GetValueOrDefault((counter, scene.FullQueueName, scene.Exchange));
        await Eventually.HoldsAsync(() => Count("pulse.handler_failures") == 2, "both attempts failed");
        await Eventually.HoldsAsync(() => Count("pulse.unmatched") == 1, "the blind copy is rejected");
        // The blind copy comes once more for each time that it is returned.
        Assert.Equal((4 + UnmatchedReturns.Times + 1, 1), (Count("pulse.deliveries"), Count("pulse.undecodable")));
    }
}
