using System.Runtime.CompilerServices;

namespace Pulse.Runtime.Tests.Consuming;

[Collection(QueuesRabbitMq.Name)]
public sealed class ForgottenQueueTests(RabbitMqFixture rabbitMq)
{
    [Fact]
    public async Task A_queue_that_is_closed_is_not_kept_by_its_connection()
    {
        await using var scene = await Scene.OpenAsync(rabbitMq);
        var connection = scene.Connect();
        var queues = new List<WeakReference>();
        for (var round = 0; round < 5; round++)
            queues.Add(await ConsumeAndCloseAsync(connection, scene));
        await Eventually.HoldsAsync(
            () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return queues.All(queue => !queue.IsAlive);
            },
            "the closed queues are collected"
        );
        GC.KeepAlive(connection);
    }

    // Apart, so that nothing of the caller's keeps the queue.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> ConsumeAndCloseAsync(PulseConnection connection, Scene scene)
    {
        var queue = await connection.Queue().On(scene.Everything, _ => { }).ConsumeAsync();
        await queue.CloseAsync();
        return new WeakReference(queue);
    }
}
