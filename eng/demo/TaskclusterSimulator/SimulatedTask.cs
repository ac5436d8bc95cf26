using Pulse;
using Reason = Pulse.QueueEvents.TaskStatusRunReasonResolved;
using Run = Pulse.QueueEvents.TaskStatusRun;
using RunState = Pulse.QueueEvents.TaskStatusRunState;
using State = Pulse.QueueEvents.TaskStatusState;

namespace TaskclusterSimulator;

/// <summary>Simulates the queue service's messages for a task, from its definition to its resolution.</summary>
internal sealed class SimulatedTask
{
    private static readonly Plan[] Plans =
    [
        new("build", "gecko-3", "b-linux", State.Completed),
        new("test", "gecko-t", "t-linux-large", State.Completed),
        new("test", "gecko-t", "t-linux-large", State.Failed),
        new("lint", "gecko-t", "t-linux-small", State.Completed),
        new("docs", "gecko-t", "t-linux-small", State.Exception),
        new("build", "gecko-3", "b-win2022", State.Completed),
    ];

    private readonly PulsePublisher _publisher;
    private readonly Plan _plan;
    private readonly QueueEvents.TaskPulseDefinition _definition;
    private readonly IReadOnlyList<string> _routes;
    private QueueEvents.TaskStatus _status;

    private SimulatedTask(PulsePublisher publisher, Plan plan, string taskGroupId)
    {
        _publisher = publisher;
        _plan = plan;
        _routes = plan.Kind == "build" ? [$"index.gecko.v2.main.latest.{plan.WorkerType}"] : [];
        _definition = new()
        {
            Tags = new Dictionary<string, string> { ["kind"] = plan.Kind, ["project"] = "main" },
        };
        _status = new()
        {
            TaskId = Slug.Create(),
            TaskGroupId = taskGroupId,
            SchedulerId = "gecko-level-3",
            ProjectId = "main",
            ProvisionerId = plan.ProvisionerId,
            WorkerType = plan.WorkerType,
            TaskQueueId = $"{plan.ProvisionerId}/{plan.WorkerType}",
            Priority = QueueEvents.TaskPriority.Medium,
            RetriesLeft = 5,
            Runs = [],
            State = State.Unscheduled,
            Deadline = DateTimeOffset.UtcNow.AddDays(1),
            Expires = DateTimeOffset.UtcNow.AddYears(1),
        };
    }

    /// <summary>Simulates the tasks of a group, one of each kind, all at once.</summary>
    public static Task LiveAsync(PulsePublisher publisher, string taskGroupId, CancellationToken cancellationToken) =>
        Task.WhenAll(
            Plans.Select(plan => new SimulatedTask(publisher, plan, taskGroupId).LiveAsync(cancellationToken))
        );

    private async Task LiveAsync(CancellationToken cancellationToken)
    {
        var random = Random.Shared;
        await Task.Delay(random.Next(800), cancellationToken);
        await PublishAsync(
            QueueEvents.TaskDefinedKey.Parse(Key()),
            new QueueEvents.TaskDefinedMessage
            {
                Version = 1,
                Status = _status,
                Task = _definition,
            }
        );

        await Task.Delay(random.Next(100, 400), cancellationToken);
        Next(State.Pending, run => run);
        await PublishAsync(
            QueueEvents.TaskPendingKey.Parse(Key()),
            new QueueEvents.TaskPendingMessage
            {
                Version = 1,
                Status = _status,
                RunId = 0,
                Task = new() { Tags = _definition.Tags },
            }
        );

        await Task.Delay(random.Next(200, 800), cancellationToken);
        var now = DateTimeOffset.UtcNow;
        Next(
            State.Running,
            run =>
                run with
                {
                    State = RunState.Running,
                    Started = now,
                    TakenUntil = now.AddMinutes(20),
                    WorkerGroup = "us-east1-b",
                    WorkerId = $"{random.NextInt64(1_000_000_000_000):x}",
                }
        );
        var claimed = _status.Runs[0];
        await PublishAsync(
            QueueEvents.TaskRunningKey.Parse(Key()),
            new QueueEvents.TaskRunningMessage
            {
                Version = 1,
                Status = _status,
                Task = _definition,
                RunId = 0,
                WorkerGroup = claimed.WorkerGroup!,
                WorkerId = claimed.WorkerId!,
                TakenUntil = claimed.TakenUntil!.Value,
            }
        );

        await Task.Delay(random.Next(500, 1500), cancellationToken);
        await EndAsync();
    }

    private Task EndAsync()
    {
        var (runState, reason) =
            _plan.End == State.Completed ? (RunState.Completed, Reason.Completed)
            : _plan.End == State.Failed ? (RunState.Failed, Reason.Failed)
            : (RunState.Exception, Reason.Canceled);
        Next(
            _plan.End,
            run => run with { State = runState, ReasonResolved = reason, Resolved = DateTimeOffset.UtcNow }
        );
        var run = _status.Runs[0];
        var (workerGroup, workerId) = (run.WorkerGroup!, run.WorkerId!);
        return _plan.End.Text switch
        {
            State.Texts.Failed => PublishAsync(
                QueueEvents.TaskFailedKey.Parse(Key()),
                new QueueEvents.TaskFailedMessage
                {
                    Version = 1,
                    Status = _status,
                    Task = _definition,
                    RunId = 0,
                    WorkerGroup = workerGroup,
                    WorkerId = workerId,
                }
            ),
            State.Texts.Exception => PublishAsync(
                QueueEvents.TaskExceptionKey.Parse(Key()),
                new QueueEvents.TaskExceptionMessage
                {
                    Version = 1,
                    Status = _status,
                    Task = _definition,
                    RunId = 0,
                    WorkerGroup = workerGroup,
                    WorkerId = workerId,
                }
            ),
            _ => PublishAsync(
                QueueEvents.TaskCompletedKey.Parse(Key()),
                new QueueEvents.TaskCompletedMessage
                {
                    Version = 1,
                    Status = _status,
                    Task = _definition,
                    RunId = 0,
                    WorkerGroup = workerGroup,
                    WorkerId = workerId,
                }
            ),
        };
    }

    private Task PublishAsync<TPayload>(IRoutingKey<TPayload> key, TPayload message) =>
        _publisher.PublishAsync(key, message, new PublishOptions { Routes = _routes });

    private void Next(State state, Func<Run, Run> change)
    {
        var run = _status.Runs is [var first]
            ? first
            : new Run
            {
                RunId = 0,
                State = RunState.Pending,
                ReasonCreated = QueueEvents.TaskStatusRunReasonCreated.Scheduled,
                Scheduled = DateTimeOffset.UtcNow,
            };
        _status = _status with { State = state, Runs = [change(run)] };
    }

    private string Key()
    {
        var run = _status.Runs is [var latest] ? latest : null;
        return string.Join(
            '.',
            "primary",
            _status.TaskId,
            run is null ? "_" : $"{run.RunId}",
            run?.WorkerGroup ?? "_",
            run?.WorkerId ?? "_",
            _status.ProvisionerId,
            _status.WorkerType,
            _status.SchedulerId,
            _status.TaskGroupId,
            "_"
        );
    }

    private sealed record Plan(string Kind, string ProvisionerId, string WorkerType, State End);
}
