using System.Runtime.CompilerServices;
using Pulse.RabbitMq;

namespace Pulse.Runtime.Tests.Consuming;

/// <summary>Cuts, pauses and disposals in any order, at any moment and at the same time.</summary>
[Collection(LoneRabbitMq.Name)]
public sealed class AnyMomentTests(RabbitMqFixture rabbitMq)
{
    private const int Rounds = 30;
    private const string User = "hectic";

    [Fact]
    public async Task A_fault_at_any_moment_leaves_nothing_hanging_open_or_unobserved()
    {
        await rabbitMq.EnsureUserAsync(User, User);
        await using var scene = await Scene.OpenAsync(rabbitMq);
        using (var unobserved = new UnobservedExceptions())
        {
            for (var round = 0; round < Rounds; round++)
                await PlayAsync(scene, new Random(round));
            await Eventually.HoldsAsync(async () => await rabbitMq.CountConnectionsAsync(User) == 0, "none is left");
            unobserved.AssertNone();
        }

        await scene.DeleteQueueAsync($"queue/{User}/{scene.QueueName}");
    }

    // Apart, so that nothing here keeps what is to be collected.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task PlayRoundAsync(PulseConnection connection, Scene scene, TcpProxy proxy, Random random)
    {
        var named = Describe(scene.QueueName).ConsumeAsync();
        var anonymous = Describe(null).ConsumeAsync();
        var moves = Enumerable.Range(0, 12).Select(_ => (Kind: random.Next(8), At: random.Next(250))).ToList();
        var plays = moves.Select(async move =>
        {
            await Task.Delay(move.At);
            try
            {
                var queue = await (move.At % 2 == 0 ? named : anonymous);
                await (
                    move.Kind switch
                    {
                        0 => queue.PauseAsync(),
                        1 => queue.ResumeAsync(),
                        2 => queue.CloseAsync(),
                        3 => queue.DeleteAsync(),
                        4 => connection.DisposeAsync().AsTask(),
                        5 => scene.PublishAsync("a"),
                        _ => Task.Run(proxy.CutConnections),
                    }
                );
            }
            catch (Exception exception) when (exception is PulseException or ObjectDisposedException)
            {
                // As documented, when the connection is cut or the queue closed.
            }
        });
        await Task.WhenAll(plays).WithinPatience();
        await connection.DisposeAsync().AsTask().WithinPatience();
        foreach (var queue in new[] { named, anonymous }.Where(one => one.IsCompletedSuccessfully))
            Assert.True((await queue).Completion.IsCompletedSuccessfully);

        PulseQueueBuilder Describe(string? name) =>
            connection
                .Queue(name)
                .On(
                    scene.Everything,
                    async (d, ct) =>
                    {
                        if (Random.Shared.Next(3) == 0)
                            await connection.DisposeAsync();
                        await Task.Delay(Random.Shared.Next(20), ct);
                    }
                );
    }

    private async Task PlayAsync(Scene scene, Random random)
    {
        using var proxy = TcpProxy.To(rabbitMq.Node);
        var connection = scene.Connect(options =>
            options with
            {
                User = User,
                Password = User,
                Url = proxy.Url,
                ConnectTimeout = TimeSpan.FromSeconds(5),
            }
        );
        await PlayRoundAsync(connection, scene, proxy, random);
    }
}
