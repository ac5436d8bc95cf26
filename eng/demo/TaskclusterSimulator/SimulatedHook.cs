using Pulse;

namespace TaskclusterSimulator;

/// <summary>Simulates the hooks service's messages for a hook that is created and updated.</summary>
internal static class SimulatedHook
{
    public static async Task LiveAsync(PulsePublisher publisher, CancellationToken cancellationToken)
    {
        var hook = new HooksEvents.PulseHookChangedMessage { HookGroupId = "project-main", HookId = "nightly-build" };
        // This service sends no information in its keys.
        await publisher.PublishAsync(new HooksEvents.HookCreatedKey(), hook, cancellationToken: cancellationToken);
        await Task.Delay(Random.Shared.Next(500, 1500), cancellationToken);
        await publisher.PublishAsync(new HooksEvents.HookUpdatedKey(), hook, cancellationToken: cancellationToken);
    }
}
