using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Pulse;
using TaskclusterSniffer;

// Prints Taskcluster's messages about tasks, hooks and GitHub. Two queues are consumed at once on one connection.
// PULSE_URL, PULSE_USERNAME and PULSE_PASSWORD say where to connect. Ctrl-C or '--for SECONDS' stops the program.

using var stop = new CancellationTokenSource();
if (args is ["--for", var seconds])
    stop.CancelAfter(TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture)));
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

var screen = new Screen();
try
{
    await using var pulse = new PulseConnection();
    pulse.QueueReconnected += (_, back) =>
        screen.Say(
            $"Consuming {back.Queue} again after {back.Outage.TotalSeconds:0.0} s; missed messages: {back.MissedMessages}."
        );

    // A named queue survives its consumer. A message is acknowledged when its handler has returned.
    await using var tasks = await pulse
        .Queue("task-sniffer")
        .On(
            new QueueEvents.TaskDefined(),
            d => screen.Show("defined", d.Payload.Status, Tags(d.Payload.Task?.Tags), d.Routes)
        )
        .On(
            new QueueEvents.TaskPending(),
            d => screen.Show("pending", d.Payload.Status, $"run {d.Payload.RunId}", d.Routes)
        )
        .On(
            new QueueEvents.TaskRunning(),
            d => screen.Show("running", d.Payload.Status, $"run {d.Payload.RunId} on {d.Payload.WorkerId}", d.Routes)
        )
        .On(
            QueueEvents.TaskCompleted.Route("index.#"),
            d => screen.Show("indexed", d.Payload.Status, $"run {d.Payload.RunId}", d.Routes)
        )
        .On(
            new QueueEvents.TaskCompleted(),
            d => screen.Show("completed", d.Payload.Status, $"run {d.Payload.RunId}", d.Routes)
        )
        .On(
            new QueueEvents.TaskFailed(),
            d => screen.Show("failed", d.Payload.Status, $"run {d.Payload.RunId}", d.Routes)
        )
        .On(
            new QueueEvents.TaskException(),
            d => screen.Show("exception", d.Payload.Status, LastReason(d.Payload.Status), d.Routes)
        )
        .Prefetch(10)
        .ConsumeAsync(stop.Token);

    // An anonymous queue is deleted when it is closed. Here, a message is acknowledged before its handler runs.
    await using var changes = await pulse
        .Queue()
        .On(new HooksEvents.HookCreated(), d => screen.Show("hook created", d.Payload.HookId, d.Payload.HookGroupId))
        .On(new HooksEvents.HookUpdated(), d => screen.Show("hook updated", d.Payload.HookId, d.Payload.HookGroupId))
        .On(
            new GithubEvents.PullRequest(),
            d =>
                screen.Show(
                    "pull request",
                    d.Payload.Branch,
                    $"{d.Payload.Organization}/{d.Payload.Repository}",
                    d.Payload.Action,
                    $"by {Sender(d.Payload.Body)}"
                )
        )
        .On(
            new GithubEvents.Push(),
            d =>
                screen.Show(
                    "push",
                    d.Payload.Branch,
                    $"{d.Payload.Organization}/{d.Payload.Repository}",
                    details: $"by {Sender(d.Payload.Body)}"
                )
        )
        .On(
            new GithubEvents.TaskGroupCreationRequested(),
            d =>
                screen.Show(
                    "task group",
                    d.Payload.TaskGroupId,
                    $"{d.Payload.Organization}/{d.Payload.Repository}",
                    routes: d.Routes
                )
        )
        .AutoAcknowledge()
        .ConsumeAsync(stop.Token);

    screen.Say($"Listening as {pulse} on {tasks.Name} and {changes.Name}.");
    await (await Task.WhenAny(tasks.Completion, changes.Completion).WaitAsync(stop.Token));
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    screen.ShowSummary();
}
catch (PulseException error)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}

return 0;

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true; // Let the running handler finish first.
    stop.Cancel();
}

static string Tags(IReadOnlyDictionary<string, string>? tags) =>
    tags is null ? "" : string.Join(' ', tags.Select(tag => $"{tag.Key}={tag.Value}"));

static string LastReason(QueueEvents.TaskStatus status) =>
    status.Runs is [.., { ReasonResolved: { } reason }] ? reason.Text : "never ran";

static string Sender(JsonElement webhook) =>
    webhook.TryGetProperty("sender", out var sender) && sender.TryGetProperty("login", out var login)
        ? $"{login}"
        : "somebody";
