namespace Pulse.Generators.Tests.Analysis.Usages;

/// <summary>Mistakes as programs have them, each of which is reported once, and nothing else with it.</summary>
public class MistakesTests
{
    private const string Tasks = "var on = new QueueEvents.TaskDefined(); await pulse.Queue(name).On(on, ";
    private const string End = ").RunAsync(stop);";

    [Theory]
    [InlineData("d => StoreAsync(d)")]
    [InlineData("d => { WriteAsync(d); }")]
    [InlineData("d => { Log(d); CountAsync(d); }")]
    [InlineData("d => { Task.WhenAll(WriteAsync(d)); }")]
    [InlineData("d => { Task.Run(() => WriteAsync(d)); }")]
    [InlineData("d => { Task.Run(() => StoreAsync(d)); }")]
    [InlineData("d => { WriteAsync(d).ConfigureAwait(false); }")]
    [InlineData("d => { Func<object, Task> write = WriteAsync; write(d); }")]
    [InlineData("d => StoreAsync(d).ConfigureAwait(false)")]
    [InlineData("d => { list.ForEach(Log); cache.GetOrCreateAsync(\"a\", () => CountAsync(d)); }")]
    [InlineData("d => Task.Factory.StartNew(async () => await StoreAsync(d))")]
    [InlineData("d => Task.Factory.StartNew(() => WriteAsync(d))")]
    [InlineData(
        "d => Task.Factory.StartNew(async () => { await Task.Delay(1); await StoreAsync(d); }, CancellationToken.None, TaskCreationOptions.LongRunning, scheduler)"
    )]
    [InlineData("d => { return Task.Factory.StartNew(async () => await StoreAsync(d)); }")]
    [InlineData("(d, token) => Task.Factory.StartNew(async () => await Task.Delay(5, token), token)")]
    [InlineData("d => Task.Run(() => StoreAsync(d))")]
    [InlineData("d => WriteAsync(d).ContinueWith(async _ => await StoreAsync(d))")]
    [InlineData("d => BeginAsync(d)")]
    [InlineData("async d => await Task.Factory.StartNew(async () => await StoreAsync(d))")]
    [InlineData(
        "async d => { await Task.Factory.StartNew(async () => await StoreAsync(d)).ConfigureAwait(false); Log(d); }"
    )]
    [InlineData("async d => await BeginAsync(d)")]
    [InlineData("async d => await StartAsync(d)")]
    [InlineData("async d => { var started = Task.Factory.StartNew(async () => await StoreAsync(d)); await started; }")]
    [InlineData("async d => { if (d.Redelivered) await StartAsync(d); }")]
    [InlineData("async d => await Task.WhenAll(BeginAsync(d), BeginAsync(d))")]
    [InlineData("async d => await cache.InvokeAsync(async () => await StoreAsync(d))")]
    [InlineData("async d => { var t = StoreAsync(d); }")]
    [InlineData("async d => { var t = WriteAsync(d); await SaveAsync(d); }")]
    [InlineData("d => { var t = WriteAsync(d); }")]
    [InlineData("d => { Log(d); ValueTask<int> stored = StoreAsync(d); }")]
    [InlineData("d => { var t = WriteAsync(d); return Task.CompletedTask; }")]
    [InlineData("async d => { var inner = await StartAsync(d); }")]
    [InlineData("async d => { foreach (var one in list) { var t = StoreAsync(one); } await SaveAsync(d); }")]
    [InlineData("Forgets")]
    [InlineData("Nests")]
    [InlineData("NestsAsync")]
    [InlineData("Unused")]
    [InlineData("d => Task.FromResult(WriteAsync(d))")]
    [InlineData("d => Task.Factory.StartNew(WriteAsync, (object)d)")]
    [InlineData("d => Task.Factory.StartNew(() => { Log(d); return WriteAsync(d); })")]
    [InlineData("async d => { Task t = WriteAsync(d), u = CountAsync(d); await u; }")]
    [InlineData("d => d.Redelivered ? BeginAsync(d) : Task.CompletedTask")]
    [InlineData(
        "d => d.Redelivered switch { true => Task.Factory.StartNew(async () => await StoreAsync(d)), _ => Task.CompletedTask }"
    )]
    [InlineData("d => new ValueTask(Task.Factory.StartNew(async () => await StoreAsync(d)))")]
    [InlineData("d => { var t = Task.Factory.StartNew(async () => await StoreAsync(d)); return t; }")]
    [InlineData("d => { Task t; t = WriteAsync(d); }")]
    [InlineData("async d => { Task? t = null; t = WriteAsync(d); await SaveAsync(d); }")]
    [InlineData("async d => await Task.Run(() => StoreAsync(d))")]
    [InlineData("d => StoreAsync(d), orderBy: null")]
    [InlineData("d => Task.WhenAll(list.Select(one => Task.Factory.StartNew(async () => await StoreAsync(one))))")]
    public void A_handler_drops_an_awaitable(string handler) =>
        AssertReported(
            "PULSE302",
            $$"""
            members:
                static void Forgets(Defined d) { WriteAsync(d); }
                static Task<Task<int>> Nests(Defined d) => Task.Factory.StartNew(() => CountAsync(d));
                static async Task<Task> NestsAsync(Defined d) { await Task.Yield(); return WriteAsync(d); }
                static async Task Unused(Defined d) { var t = StoreAsync(d); await Task.Yield(); }
                static async Task Use(PulseConnection pulse, CancellationToken stop) { {{Tasks}}{{handler}}{{End}} }
            """
        );

    [Fact]
    public void A_local_function_drops_an_awaitable() =>
        AssertReported(
            "PULSE302",
            $"{Tasks}Store{End} static void Store(Defined d) {{ if (d.Redelivered) StoreAsync(d); }}"
        );

    [Theory]
    [InlineData("state.Text == \"Completed\"")]
    [InlineData("state == \"Completed\"")]
    [InlineData("\"COMPLETED\" == state.Text")]
    [InlineData("state != \"complete\"")]
    [InlineData("state.Text == \"complted\"")]
    [InlineData("state.Text is \"faild\"")]
    [InlineData("state.Text is \"failed\" or \"Exception\"")]
    [InlineData("state.Text is not \"runing\"")]
    [InlineData("state.Text switch { \"pending\" => 1, \"Running\" => 2, _ => 3 } > 1")]
    [InlineData("state.Text.Equals(\"Failed\")")]
    [InlineData("state.Text.Equals(\"Failed\", StringComparison.Ordinal)")]
    [InlineData("string.Equals(state.Text, \"Failed\")")]
    [InlineData("string.Equals(\"faild\", state.Text, StringComparison.OrdinalIgnoreCase)")]
    [InlineData("\"Pending\".Equals(state.Text)")]
    [InlineData("state.ToString() == \"Unscheduled\"")]
    [InlineData("state == new QueueEvents.TaskStatusState(\"Running\")")]
    [InlineData("state.Equals(new QueueEvents.TaskStatusState(\"Running\"))")]
    [InlineData("text == \"excpetion\"")]
    [InlineData("status is { State.Text: \"Completed\" }")]
    [InlineData("status is { State: { Text: \"failed\" or \"Exception\" }, RetriesLeft: 0 }")]
    [InlineData("status.Runs.Any(run => run.State == \"Completed\")")]
    [InlineData("(status.State.Text, status.RetriesLeft) is (\"Failed\", 0)")]
    [InlineData("(status.State.Text, status.RetriesLeft) switch { (\"Failed\", 0) => true, _ => false }")]
    [InlineData("status?.State.Text == \"Completed\"")]
    [InlineData("maybe?.Text == \"Completed\"")]
    [InlineData("maybe == \"Completed\"")]
    [InlineData("(maybe?.Text ?? \"\") == \"Completed\"")]
    [InlineData("status!.Runs[0].ReasonResolved == \"claimExpired\"")]
    [InlineData("status!.Runs[0].ReasonResolved?.Text is \"deadline_exceeded\"")]
    [InlineData("new[] { \"completed\", \"Failed\" }.Contains(state.Text)")]
    [InlineData("state.Text == nameof(QueueEvents.TaskStatusState.Completed)")]
    [InlineData("status.Runs.Where(run => run.State.Text.Equals(\"Completed\")).Any()")]
    [InlineData("(from run in status.Runs where run.State.Text == \"Runing\" select run).Any()")]
    public void A_string_is_nearly_a_value_of_an_open_enum(string condition) =>
        AssertReported("PULSE106", Compared(condition));

    [Fact]
    public void A_label_of_a_switch_is_nearly_a_value_of_an_open_enum() =>
        AssertReported(
            "PULSE106",
            "members: static int Of(QueueEvents.TaskStatusState state) { switch (state.Text) { case \"pending\": return 1; case \"Failed\": return 2; default: return 3; } }"
        );

    [Theory]
    [InlineData("d.Exchange == \"exchange/taskcluster-queue/v1/task-complete\"")]
    [InlineData("\"exchange/taskcluster-queue/v1/taskCompleted\" != d.Exchange")]
    [InlineData("d.Exchange is \"exchange/taskcluster-queue/v1/task-faild\"")]
    [InlineData(
        "d.Exchange switch { \"exchange/taskcluster-queue/v1/task-failed\" => 1, \"taskcluster-queue/v1/task-completed\" => 2, _ => 0 } > 1"
    )]
    [InlineData("d.Exchange.Equals(\"exchange/taskcluster-queue/v1/task-complete\")")]
    [InlineData(
        "string.Equals(d.Exchange, \"exchange/taskcluster-queue/v1/task-complete\", StringComparison.OrdinalIgnoreCase)"
    )]
    [InlineData("((Delivery)d).Exchange == \"exchange/taskcluster-quueu/v1/task-completed\"")]
    [InlineData("d is { Exchange: \"exchange/taskcluster-queue/v1/task-complete\", Redelivered: false }")]
    [InlineData("exchange == \"exchange/taskcluster-queue/v1/task-complete\"")]
    public void A_compared_exchange_is_misspelt(string condition) => AssertReported("PULSE201", Compared(condition));

    [Fact]
    public void A_label_of_a_switch_is_a_misspelt_exchange() =>
        AssertReported(
            "PULSE201",
            "members: static int Of(Delivery d) { switch (d.Exchange) { case \"exchange/taskcluster-queue/v1/task-complete\": return 1; default: return 2; } }"
        );

    [Theory]
    [InlineData("RoutingKeyPattern.Matches(d.RoutingKey, \"primary.*.gaia.#\")")]
    [InlineData("RoutingKeyPattern.Matches(\"primary.a.gaia\", \"primary.#\")")]
    [InlineData("RoutingKeyPattern.Matches(\"primary.a\".AsSpan(), \"#.a\".AsSpan())")]
    [InlineData("RoutingKeyPattern.Matches(routingKey: \"*.x\", pattern: \"primary.x\")")]
    [InlineData("!RoutingKeyPattern.Matches(key, \"route.#\")")]
    public void Pattern_and_key_are_swapped(string condition) =>
        AssertReported("PULSE208", Compared($"d.RoutingKey is var key && {condition}"));

    [Theory]
    [InlineData("\"x-message-ttl\", \"60000\"")]
    [InlineData("\"x-message-ttl\", 60000.0")]
    [InlineData("\"x-message-ttl\", -1")]
    [InlineData("\"x-message-ttl\", TimeSpan.FromMinutes(1)")]
    [InlineData("\"x-expires\", 0")]
    [InlineData("\"x-expires\", \"soon\"")]
    [InlineData("\"x-max-length\", \"100\"")]
    [InlineData("\"x-max-length-bytes\", true")]
    [InlineData("\"x-delivery-limit\", \"5\"")]
    [InlineData("\"x-max-priority\", 256")]
    [InlineData("\"x-consumer-timeout\", \"7200000\"")]
    [InlineData("\"x-single-active-consumer\", \"true\"")]
    [InlineData("\"x-single-active-consumer\", 1")]
    [InlineData("\"x-queue-type\", \"qourum\"")]
    [InlineData("\"x-queue-type\", \"Quorum\"")]
    [InlineData("\"x-queue-type\", 5")]
    [InlineData("\"x-queue-mode\", \"lasy\"")]
    [InlineData("\"x-queue-mode\", \"eager\"")]
    [InlineData("\"x-overflow\", \"drop-tail\"")]
    [InlineData("\"x-overflow\", \"reject_publish\"")]
    [InlineData("\"x-dead-letter-exchange\", 5")]
    [InlineData("\"x-dead-letter-strategy\", \"at-least-one\"")]
    [InlineData("\"x-max-age\", \"7d\"")]
    [InlineData("\"x-max-age\", 7")]
    [InlineData("\"x-queue-leader-locator\", \"balancd\"")]
    [InlineData("\"x-initial-cluster-size\", \"3\"")]
    [InlineData("\"x-queue-version\", 3")]
    public void RabbitMQ_refuses_an_argument(string arguments) =>
        AssertReported(
            "PULSE209",
            $"await pulse.Queue(name).Argument({arguments}).On(binding, d => Log(d)).RunAsync();"
        );

    [Theory]
    [InlineData("\"dead-letter-exchange\", \"dead\"")]
    [InlineData("\"message-ttl\", 60_000")]
    [InlineData("\"expires\", 60_000")]
    [InlineData("\"x-mesage-ttl\", 60_000")]
    [InlineData("\"x-dead-leter-exchange\", \"dead\"")]
    [InlineData("\"x-max-lenght\", 5")]
    [InlineData("\"x_message_ttl\", 60_000")]
    [InlineData("\"X-Queue-Type\", \"quorum\"")]
    [InlineData("\"x-single-active-consumers\", true")]
    [InlineData("\"queue-type\", \"quorum\"")]
    public void An_argument_is_misspelt(string arguments) =>
        AssertReported(
            "PULSE210",
            $"await pulse.Queue(name).Argument({arguments}).On(binding, d => Log(d)).RunAsync();"
        );

    [Theory]
    [InlineData("pulse.Queue(name).On(binding, d => Log(d));")]
    [InlineData("pulse.Queue();")]
    [InlineData("pulse.ExistingQueue(\"theirs\").On(binding, async d => await SaveAsync(d)).Prefetch(5);")]
    [InlineData("pulse?.Queue(name).On(binding, d => Log(d));")]
    [InlineData("var q = pulse.Queue(name); q.On(binding, d => Log(d));")]
    [InlineData("var q = pulse.Queue(name).On(binding, d => Log(d)).Prefetch(1);")]
    [InlineData(
        "PulseQueueBuilder q = pulse.Queue(name); if (args.Length > 0) q.On(binding, d => Log(d)); else q = q.Prefetch(2);"
    )]
    [InlineData("var q = pulse.Queue(name); var bound = q.On(binding, d => Log(d)); bound.Prefetch(5);")]
    [InlineData("foreach (var arg in args) pulse.Queue(arg).On(binding, d => Log(d));")]
    [InlineData(
        "foreach (var arg in args) { var q = pulse.Queue(arg); foreach (var key in args) q.On(Binding.To(arg, key), d => Log(d)); }"
    )]
    [InlineData(
        "var one = pulse.Queue(\"a\").On(binding, d => Log(d)); var two = pulse.Queue(\"b\").On(binding, d => Log(d)); await one.RunAsync();"
    )]
    [InlineData("try { pulse.Queue(name).On(binding, d => Log(d)); } catch (PulseException e) { Log(e); }")]
    [InlineData("new PulseConnection().Queue(name).On(binding, d => Log(d));")]
    [InlineData(
        "members: static void Start(PulseConnection pulse) => pulse.Queue(\"a\").On(Binding.To(\"x\", \"#\"), d => Log(d));"
    )]
    [InlineData(
        "members: readonly PulseConnection _pulse = new(); Task StartAsync() { _pulse.Queue(\"a\").On(Binding.To(\"x\", \"#\"), d => Log(d)); return Task.CompletedTask; }"
    )]
    [InlineData("Array.ForEach(args, arg => pulse.Queue(arg).On(binding, d => Log(d)));")]
    [InlineData("await Task.Run(() => { pulse.Queue(name).On(binding, d => Log(d)); });")]
    [InlineData(
        "file: class P { static async System.Threading.Tasks.Task Main() { await using var pulse = new PulseConnection(); var q = pulse.Queue(\"a\"); q.On(new QueueEvents.TaskDefined(), d => Console.WriteLine(d)); await Task.Delay(-1); } }"
    )]
    [InlineData("PulseQueueBuilder q; q = pulse.Queue(name); q.On(binding, d => Log(d));")]
    [InlineData("pulse.Queue(name).ReadAllAsync(binding);")]
    [InlineData("var q = pulse.Queue(name).Prefetch(5); q.ReadAllAsync(binding, stop);")]
    [InlineData("var all = pulse.Queue(name).ReadAllAsync(binding);")]
    [InlineData("pulse.Queue(name).ReadAllAsync(binding).WithCancellation(stop);")]
    [InlineData("pulse?.Queue(name).ReadAllAsync(new IBinding[] { binding, new QueueEvents.TaskDefined() });")]
    [InlineData("members: static void Start(PulseQueueBuilder q) { q.ReadAllAsync(Binding.To(\"x\", \"#\")); }")]
    [InlineData(
        "members: PulseQueueBuilder Builder { get; set; } = null!; void Start() => Builder.ReadAllAsync(Binding.To(\"x\", \"#\"));"
    )]
    [InlineData(
        "var one = pulse.Queue(\"a\").On(binding, d => Log(d), orderBy: d => d.RoutingKey).Concurrency(4).Retry(2);"
    )]
    public void A_described_queue_is_never_consumed(string statements) => AssertReported("PULSE304", statements);

    [Theory]
    [InlineData("await pulse.Queue().ManualAcknowledge().On(binding, d => Log(d.Payload)).RunAsync();")]
    [InlineData(
        "await pulse.Queue().On(binding, async d => await SaveAsync(d.Payload)).ManualAcknowledge().RunAsync();"
    )]
    [InlineData("await pulse.Queue().ManualAcknowledge().On(binding, d => { }).RunAsync();")]
    [InlineData("await pulse.Queue().ManualAcknowledge().On(binding, _ => Log(1)).RunAsync();")]
    [InlineData("await pulse.Queue().ManualAcknowledge().On(binding, delegate { }).RunAsync();")]
    [InlineData(
        "await pulse.Queue().ManualAcknowledge().On(binding, d => Console.WriteLine($\"{d.RoutingKey}: {d}\")).RunAsync();"
    )]
    [InlineData(
        "await pulse.Queue().ManualAcknowledge().On(binding, async (d, token) => { await Task.Delay(1, token); Log(d.Properties.MessageId); }).RunAsync();"
    )]
    [InlineData(
        "await pulse.Queue().ManualAcknowledge().On(binding, d => Log(d.Payload)).On(Binding.To(\"x\", \"#\"), d => Log(d.Body)).RunAsync();"
    )]
    [InlineData(
        "await pulse.Queue().ManualAcknowledge().On(binding, d => Log(d.Payload)).OnUnmatched(d => d.AckAsync()).OnFailed((d, e) => d.RejectAsync()).RunAsync();"
    )]
    [InlineData(
        "var q = pulse.Queue().ManualAcknowledge(); q.On(binding, d => { var json = d.Payload; _ = Task.Run(() => Log(json)); }); await q.ConsumeAsync();"
    )]
    [InlineData(
        "await using var queue = await pulse.ExistingQueue(\"theirs\").Prefetch(5).ManualAcknowledge().On(binding, d => { if (d.Redelivered) throw new InvalidOperationException(); Log(d.Payload); }).ConsumeAsync();"
    )]
    [InlineData("await pulse.ConsumeAsync(name, (payload, d) => Log(payload), 10, false, binding);")]
    [InlineData(
        "await pulse.ConsumeAsync(name, async (payload, d) => await SaveAsync(payload!), 10, autoAck: false, binding);"
    )]
    [InlineData("await foreach (var d in pulse.Queue().ManualAcknowledge().ReadAllAsync(binding)) Log(d.Payload);")]
    [InlineData(
        "await foreach (var d in pulse.Queue().ManualAcknowledge().ReadAllAsync(binding).WithCancellation(stop).ConfigureAwait(false)) { await SaveAsync(d.Payload); }"
    )]
    [InlineData(
        "await foreach (var _ in pulse.Queue().Prefetch(5).ManualAcknowledge().ReadAllAsync(binding, stop)) Log(1);"
    )]
    [InlineData(
        "var q = pulse.Queue(); q.ManualAcknowledge(); await foreach (Delivery d in q.ReadAllAsync(new IBinding[] { binding, new QueueEvents.TaskDefined() })) { if (d.Redelivered) continue; Log(d.RoutingKey); }"
    )]
    [InlineData(
        "var all = pulse.Queue().ManualAcknowledge().ReadAllAsync(binding); await foreach (var d in all) { foreach (var arg in args) Log(d.Payload); }"
    )]
    [InlineData(
        "await pulse.Queue().ManualAcknowledge().Concurrency(4).Retry(2).On(binding, d => Log(d.Payload), orderBy: d => d.RoutingKey).RunAsync();"
    )]
    public void Nothing_settles_the_messages(string statements) => AssertReported("PULSE305", statements);

    [Theory]
    [InlineData(
        "await pulse.Queue().AutoAcknowledge().ManualAcknowledge().On(binding, async d => await d.AckAsync()).RunAsync();"
    )]
    [InlineData(
        "await pulse.Queue().ManualAcknowledge().On(binding, async d => await d.AckAsync()).AutoAcknowledge().RunAsync();"
    )]
    [InlineData("await pulse.Queue().AutoAcknowledge().On(binding, d => Log(d)).ManualAcknowledge().RunAsync();")]
    [InlineData(
        "var q = pulse.Queue().AutoAcknowledge(); q.On(binding, d => Log(d)); q.ManualAcknowledge(); await q.RunAsync();"
    )]
    [InlineData("await pulse.Queue().AutoAcknowledge().On(binding, async d => await d.AckAsync()).RunAsync();")]
    [InlineData("await pulse.Queue().On(binding, d => d.RejectAsync()).AutoAcknowledge().RunAsync();")]
    [InlineData(
        "await pulse.Queue().AutoAcknowledge().On(binding, async d => { try { Log(d); } catch (FormatException) { await d.RequeueAsync(); } }).RunAsync();"
    )]
    [InlineData(
        "await pulse.Queue().AutoAcknowledge().On(binding, d => Log(d)).OnFailed((d, e) => d.RejectAsync()).RunAsync();"
    )]
    [InlineData(
        "var q = pulse.Queue(); q.AutoAcknowledge(); q.On(binding, async d => { Log(d.Payload); await d.AckAsync(stop); }); await q.RunAsync();"
    )]
    [InlineData("await pulse.ConsumeAsync(name, async (payload, d) => await d.AckAsync(), 10, true, binding);")]
    [InlineData(
        "members: static void Describe(PulseQueueBuilder q) => q.AutoAcknowledge().On(Binding.To(\"x\", \"#\"), async d => await d.RejectAsync());"
    )]
    [InlineData(
        "members: static PulseQueueBuilder Describe(PulseConnection pulse) => pulse.Queue().AutoAcknowledge().On(Binding.To(\"x\", \"#\"), async d => await d.RejectAsync());"
    )]
    [InlineData("await foreach (var d in pulse.Queue().AutoAcknowledge().ReadAllAsync(binding)) await d.AckAsync();")]
    [InlineData(
        "await foreach (var d in pulse.Queue().AutoAcknowledge().ReadAllAsync(binding).WithCancellation(stop)) { if (d.Redelivered) await d.RejectAsync(stop); else Log(d); }"
    )]
    [InlineData(
        "var q = pulse.Queue().AutoAcknowledge(); var all = q.ReadAllAsync(new QueueEvents.TaskDefined()); await foreach (var d in all) { await SaveAsync(d.Payload); await d.AckAsync(); }"
    )]
    [InlineData(
        "await foreach (var d in pulse.Queue().AutoAcknowledge().ManualAcknowledge().ReadAllAsync(binding)) await d.AckAsync();"
    )]
    [InlineData(
        "members: static async Task Read(PulseQueueBuilder q) { await foreach (var d in q.AutoAcknowledge().ReadAllAsync(Binding.To(\"x\", \"#\"))) await d.RequeueAsync(); }"
    )]
    [InlineData(
        "await pulse.Queue().AutoAcknowledge().Concurrency(4).On(binding, async d => await d.AckAsync(), orderBy: d => d.RoutingKey).RunAsync();"
    )]
    public void An_acknowledgement_has_no_effect(string statements) => AssertReported("PULSE306", statements);

    [Theory]
    [InlineData(
        "var q = pulse.Queue().On(binding, d => Log(d)); await q.ConsumeAsync(); q.On(Binding.To(\"x\", \"#\"), d => Log(d));"
    )]
    [InlineData(
        "var q = pulse.Queue().On(binding, d => Log(d)); var queue = await q.ConsumeAsync(); q.Prefetch(5); await queue.Completion;"
    )]
    [InlineData(
        "var q = pulse.Queue().On(binding, d => Log(d)); await using var queue = await q.ConsumeAsync(stop); q.OnUnmatched(d => Log(d));"
    )]
    [InlineData(
        "var q = pulse.Queue().On(binding, d => Log(d)); var run = q.RunAsync(stop); q = q.ManualAcknowledge(); await run;"
    )]
    [InlineData(
        "var q = pulse.Queue().On(binding, d => Log(d)); await q.ConsumeAsync(); if (args.Length > 0) q.On(Binding.To(\"x\", \"#\"), d => Log(d));"
    )]
    [InlineData(
        "var q = pulse.Queue().On(binding, d => Log(d)); await q.ConsumeAsync(); foreach (var arg in args) q.On(Binding.To(arg, \"#\"), d => Log(d));"
    )]
    [InlineData(
        "var q = pulse.Queue(); await q.On(binding, d => Log(d)).ConsumeAsync(); q.Argument(\"x-queue-type\", \"quorum\");"
    )]
    [InlineData(
        "var q = pulse.Queue().On(binding, d => Log(d)); await using (var queue = await q.ConsumeAsync()) { q.On(Binding.To(\"x\", \"#\"), d => Log(d)); await queue.Completion; }"
    )]
    [InlineData(
        "var q = pulse.Queue().On(binding, d => Log(d)); var both = Task.WhenAll(q.RunAsync(stop), Task.Delay(5)); q.Prefetch(5); await both;"
    )]
    [InlineData(
        "PulseQueueBuilder q; q = pulse.Queue().On(binding, d => Log(d)); await q.ConsumeAsync(); q.Prefetch(5);"
    )]
    [InlineData("var q = pulse.Queue(); await foreach (var d in q.ReadAllAsync(binding)) Log(d); q.Prefetch(5);")]
    [InlineData(
        "var q = pulse.Queue(); await foreach (var d in q.ReadAllAsync(binding).WithCancellation(stop)) { q.Prefetch(5); }"
    )]
    [InlineData(
        "var q = pulse.Queue(); await foreach (var d in q.ReadAllAsync(binding)) { if (d.Redelivered) break; } q.On(binding, d => Log(d));"
    )]
    [InlineData(
        "var q = pulse.Queue(); await foreach (var d in q.ReadAllAsync(binding)) Log(d.Payload); q.ManualAcknowledge();"
    )]
    [InlineData(
        "var q = pulse.Queue(); await foreach (var d in q.ReadAllAsync(binding)) await d.AckAsync(); q.AutoAcknowledge();"
    )]
    [InlineData("var q = pulse.Queue().On(binding, d => Log(d)); await q.ConsumeAsync(); q.Concurrency(5);")]
    [InlineData(
        "var q = pulse.Queue().AutoAcknowledge().On(binding, d => Log(d)); await q.ConsumeAsync(); q.Retry(5);"
    )]
    public void A_setting_comes_after_the_queue_is_consumed(string statements) =>
        AssertReported("PULSE307", statements);

    [Theory]
    [InlineData("await pulse.Queue().On(binding, d => Log(d)).Retry(3).AutoAcknowledge().RunAsync();")]
    [InlineData(
        "await pulse.Queue().AutoAcknowledge().On(binding, d => Log(d)).Retry(1, TimeSpan.FromSeconds(1), when: e => e is FormatException).ConsumeAsync();"
    )]
    [InlineData(
        "const int attempts = 2; var q = pulse.Queue().On(binding, d => Log(d)); q.Retry(attempts: attempts); q.AutoAcknowledge(); await q.RunAsync();"
    )]
    [InlineData(
        "await pulse.Queue().Retry(0).AutoAcknowledge().AutoAcknowledge().Retry(3).On(binding, d => Log(d)).RunAsync();"
    )]
    [InlineData("await pulse.Queue().Prefetch(10).Concurrency(16).On(binding, d => Log(d)).RunAsync();")]
    [InlineData(
        "await pulse.Queue().Prefetch(1).On(binding, d => Log(d), orderBy: d => d.RoutingKey).Concurrency(2).RunAsync();"
    )]
    [InlineData(
        "var q = pulse.Queue().On(binding, d => Log(d)).Concurrency(65_535); q.Prefetch(100); await using var queue = await q.ConsumeAsync();"
    )]
    [InlineData(
        "if (args.Length > 0) { var q = pulse.Queue().Prefetch(1).Concurrency(2); q.On(binding, d => Log(d)); await q.RunAsync(); }"
    )]
    [InlineData("await foreach (var d in pulse.Queue().On(binding, d => Log(d)).ReadAllAsync(binding)) Log(d);")]
    [InlineData(
        "var q = pulse.Queue(); q.On(binding, d => Log(d), orderBy: d => d.RoutingKey); await foreach (var d in q.ReadAllAsync(binding)) Log(d);"
    )]
    [InlineData("await foreach (var d in pulse.Queue().Concurrency(4).ReadAllAsync(binding)) Log(d);")]
    [InlineData("await foreach (var d in pulse.Queue().Retry(0).ReadAllAsync(binding)) Log(d);")]
    [InlineData("await foreach (var d in pulse.Queue().Retry(args.Length).ReadAllAsync(binding)) Log(d);")]
    [InlineData("await foreach (var d in pulse.Queue().OnFailed((d, e) => Log(e)).ReadAllAsync(binding)) Log(d);")]
    [InlineData(
        "await foreach (var d in pulse.Queue().On(binding, d => Log(d)).Concurrency(4).Retry(3).ReadAllAsync(binding)) Log(d);"
    )]
    [InlineData("var all = pulse.Queue().Concurrency(4).ReadAllAsync(binding); list.Add(all);")]
    [InlineData(
        "var q = pulse.Queue().On(binding, d => Log(d)).Prefetch(1).Concurrency(4); if (args.Length > 0) await q.RunAsync(); else await q.ConsumeAsync();"
    )]
    [InlineData(
        "try { await pulse.Queue().On(binding, d => Log(d)).Retry(3).AutoAcknowledge().RunAsync(); } catch (PulseException e) { Log(e); }"
    )]
    [InlineData("await Task.Run(() => pulse.Queue().On(binding, d => Log(d)).Retry(3).AutoAcknowledge().RunAsync());")]
    public void Settings_do_not_go_together(string statements) => AssertReported("PULSE308", statements);

    [Theory]
    [InlineData("await pulse.Queue().On(binding, d => Log(d), orderBy: d => d.RoutingKey).RunAsync();")]
    [InlineData(
        "await pulse.Queue().On(new QueueEvents.TaskDefined(), HandleAsync, d => d.Routing.TaskGroupId).ConsumeAsync();"
    )]
    [InlineData(
        "await pulse.Queue().On(binding, (d, token) => WriteAsync(d), orderBy: d => d.RoutingKey).Concurrency(1).RunAsync();"
    )]
    [InlineData(
        "var q = pulse.Queue().Concurrency(1).Retry(3).Prefetch(1); q.On(binding, d => Log(d)); q.On(Binding.To(\"x\", \"#\"), d => Log(d), d => d.RoutingKey); await q.RunAsync(stop);"
    )]
    [InlineData(
        "await pulse.Queue().On(Binding.To(\"x\", \"a\"), d => Log(d), d => d.RoutingKey).On(Binding.To(\"x\", \"b\"), d => Log(d), d => d.RoutingKey).RunAsync();"
    )]
    [InlineData(
        "await pulse.Queue().On(binding, d => Log(d), orderBy: Key).RunAsync(); static object? Key(Delivery d) => d.RoutingKey;"
    )]
    [InlineData(
        "Func<Delivery<string, JsonElement>, object?> key = d => d.RoutingKey; await pulse.Queue().On(binding, d => Log(d), key).RunAsync();"
    )]
    [InlineData(
        "var q = pulse.Queue(); foreach (var arg in args) q.On(Binding.To(arg, \"#\"), d => Log(d), orderBy: d => d.RoutingKey); await q.RunAsync();"
    )]
    public void An_order_is_kept_anyway(string statements) => AssertReported("PULSE309", statements);

    [Fact]
    public void A_wildcard_matches_no_word() =>
        AssertReported(
            "PULSE204",
            "await pulse.Queue().On(Binding.To(\"exchange/taskcluster-github/v1/push\", \"primary.#.mozilla.gecko\"), d => Log(d)).RunAsync();"
        );

    private static string Compared(string condition) =>
        $$"""
            await pulse.Queue(name).On(new QueueEvents.TaskCompleted(), d =>
            {
                var status = d.Payload.Status;
                var state = status.State;
                var text = state.Text;
                var exchange = d.Exchange;
                QueueEvents.TaskStatusState? maybe = args.Length > 0 ? state : null;
                if ({{condition}})
                    Log(text + exchange + maybe);
            }).RunAsync();
            """;

    private static void AssertReported(string id, string usage) =>
        Assert.Equal([id], UsageProgram.Reported(usage).Select(found => found[..8]));
}
