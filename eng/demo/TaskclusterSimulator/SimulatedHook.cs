using Pulse;

namespace TaskclusterSimulator;

/// <summary>A hook that somebody creates and then improves, as the hooks service would announce it.</summary>
internal static class SimulatedHook
{
    private const string Key = "_"; // Keys of this service say nothing.

    public static async Task LiveAsync(Publisher publisher, CancellationToken cancellationToken)
    {
        var hook = new HooksEvents.PulseHookChangedMessage { HookGroupId = "project-main", HookId = "nightly-build" };
        await publisher.PublishAsync(new HooksEvents.HookCreated(), Key, hook);
        await Task.Delay(Random.Shared.Next(500, 1500), cancellationToken);
        await publisher.PublishAsync(new HooksEvents.HookUpdated(), Key, hook);
    }
}
