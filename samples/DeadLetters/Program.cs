using Pulse;
using RabbitMQ.Client;

// Sends dead letters back to the queue that they come from: 'DeadLetters queue/alice/watcher-dead'.
// PULSE_URL, PULSE_USERNAME and PULSE_PASSWORD say where to connect.

if (args is not [var deadQueue])
{
    Console.Error.WriteLine("Usage: DeadLetters <full name of the queue of dead letters>");
    return 2;
}

// An exchange of the user's own, through which only the queue itself gets the message: Pulse's users may not publish to the
// default exchange.
if (deadQueue.Split('/') is not ["queue", var owner, ..])
{
    Console.Error.WriteLine($"'{deadQueue}' is not the full name of a queue, such as queue/alice/watcher-dead.");
    return 2;
}

var back = $"exchange/{owner}/send-back";
using var stop = new CancellationTokenSource();
Exception? failure = null;
await using var pulse = new PulseConnection();
await using var publisher = pulse.CreatePublisher();
await using var channel = await pulse.OpenChannelAsync();
await channel.ExchangeDeclareAsync(back, ExchangeType.Direct, durable: true);

// What fails once more comes back here, and is left for the next time.
var left = (await channel.QueueDeclarePassiveAsync(deadQueue)).MessageCount;
if (left == 0)
    return 0;

await pulse
    .ExistingQueue(deadQueue)
    .Prefetch(1)
    .ManualAcknowledge()
    .On(Binding.To("any", "#"), SendBackAsync) // The only one, so it gets what was published to any exchange.
    .OnUnmatched(SendBackAsync) // What is not JSON.
    .RunAsync(stop.Token);
if (failure is null)
    return 0;
Console.Error.WriteLine(failure.Message);
return 1;

async Task SendBackAsync(Delivery delivery)
{
    if (stop.IsCancellationRequested)
    {
        await delivery.RequeueAsync();
        return;
    }

    try
    {
        if (delivery.Properties.Headers.GetValueOrDefault("x-first-death-queue") is not string queue)
            throw new InvalidOperationException($"The message '{delivery.RoutingKey}' is not a dead letter.");
        await channel.QueueBindAsync(queue, back, routingKey: queue);
        // Completes when the broker has confirmed it. With its headers, it is dispatched as it was before.
        await publisher.PublishAsync(
            back,
            queue,
            delivery.Body,
            PublishOptions.Of(delivery.Properties) with
            {
                Mandatory = true,
            }
        );
        // Only now: where this does not arrive, the message is in both queues, and in none otherwise.
        await delivery.AckAsync();
        Console.WriteLine($"{delivery.RoutingKey} is back in {queue}");
        if (--left == 0)
            stop.Cancel();
    }
    catch (Exception reason)
    {
        failure = reason;
        await delivery.RequeueAsync();
        stop.Cancel();
    }
}
