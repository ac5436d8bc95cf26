using Pulse;

namespace TaskclusterSimulator;

/// <summary>Simulates the hooks service's messages for a hook that is created and updated.</summary>
internal static class SimulatedHook
{
    private const string Key = "_"; // This service sends no information in its keys.

    public static async Task LiveAsync(Publisher publisher, CancellationToken cancellationToken)
    {
        var hook = new HooksEvents.PulseHookChangedMessage { HookGroupId = "project-main", HookId = "nightly-build" };
        await publisher.PublishAsync(new HooksEvents.HookCreated(), Key, hook);
        await Task.Delay(Random.Shared.Next(500, 1500), cancellationToken);
        await publisher.PublishAsync(new HooksEvents.HookUpdated(), Key, hook);
    }
}
