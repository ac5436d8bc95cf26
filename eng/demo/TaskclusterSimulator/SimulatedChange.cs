using System.Text.Json;
using Pulse;

namespace TaskclusterSimulator;

/// <summary>Simulates the GitHub service's messages for a pull request that is opened and merged.</summary>
internal static class SimulatedChange
{
    private const string Organization = "acme";
    private const string Repository = "compass";

    private static readonly JsonElement Webhook = JsonSerializer.SerializeToElement(
        new { number = 17, sender = new { login = "ada" } }
    );

    public static async Task LiveAsync(
        PulsePublisher publisher,
        string taskGroupId,
        CancellationToken cancellationToken
    )
    {
        const string Action = "opened";
        await publisher.PublishAsync(
            new GithubEvents.PullRequestKey
            {
                Organization = Organization,
                Repository = Repository,
                Action = Action,
            },
            new GithubEvents.GithubPullRequestMessage
            {
                Version = 1,
                Organization = Organization,
                Repository = Repository,
                InstallationId = 1,
                EventId = $"{Guid.NewGuid()}",
                Action = Action,
                Branch = "main",
                TasksFor = "github-pull-request",
                Body = Webhook,
            },
            cancellationToken: cancellationToken
        );

        await Task.Delay(Random.Shared.Next(200, 800), cancellationToken);
        await publisher.PublishAsync(
            new GithubEvents.PushKey { Organization = Organization, Repository = Repository },
            new GithubEvents.GithubPushMessage
            {
                Version = 1,
                Organization = Organization,
                Repository = Repository,
                InstallationId = 1,
                EventId = $"{Guid.NewGuid()}",
                Branch = "main",
                TasksFor = "github-push",
                Body = Webhook,
            },
            cancellationToken: cancellationToken
        );
        await publisher.PublishAsync(
            new GithubEvents.TaskGroupCreationRequestedKey { Organization = Organization, Repository = Repository },
            new GithubEvents.TaskGroupCreationRequestedMessage
            {
                Version = 1,
                Organization = Organization,
                Repository = Repository,
                TaskGroupId = taskGroupId,
            },
            new PublishOptions { Routes = ["checks"] },
            cancellationToken
        );
    }
}
