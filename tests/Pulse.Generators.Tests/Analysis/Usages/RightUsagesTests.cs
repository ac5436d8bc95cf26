namespace Pulse.Generators.Tests.Analysis.Usages;

/// <summary>Code as programs and tests have it, about which no diagnostic has anything to say.</summary>
public class RightUsagesTests
{
    private const string Tasks = "var on = new QueueEvents.TaskDefined(); await pulse.Queue(name).On(on, ";
    private const string End = ").RunAsync(stop);";

    /// <summary>Handlers, up to the tasks that they keep.</summary>
    [Theory]
    [InlineData("d => Log(d)")]
    [InlineData("d => { Log(d.Payload); Log(d.Routing.TaskId); }")]
    [InlineData("Handle")]
    [InlineData("HandleAsync")]
    [InlineData("HandleValueAsync")]
    [InlineData("async d => await StoreAsync(d)")]
    [InlineData("async (d, token) => await Task.Delay(10, token)")]
    [InlineData("d => WriteAsync(d)")]
    [InlineData("d => SaveAsync(d)")]
    [InlineData("d => CountAsync(d)")]
    [InlineData("d => _ = StoreAsync(d)")]
    [InlineData("d => { _ = WriteAsync(d); }")]
    [InlineData("d => last = WriteAsync(d)")]
    [InlineData("d => last ??= WriteAsync(d)")]
    [InlineData("d => { last ??= WriteAsync(d); }")]
    [InlineData("d => { tasks[d.Routing.TaskId ?? \"\"] = WriteAsync(d); }")]
    [InlineData("d => { map[\"a\"] = CountAsync(d); }")]
    [InlineData("d => { number = StoreAsync(d); }")]
    [InlineData("d => { values.GetOrAdd(\"a\", _ => StoreAsync(d)); }")]
    [InlineData("d => values.GetOrAdd(\"a\", _ => StoreAsync(d))")]
    [InlineData("d => { tasks.AddOrUpdate(\"a\", _ => WriteAsync(d), (_, before) => before); }")]
    [InlineData("d => { tasks.TryAdd(\"a\", WriteAsync(d)); }")]
    [InlineData("d => { Interlocked.Exchange(ref last, WriteAsync(d)); }")]
    [InlineData("d => { Interlocked.CompareExchange(ref last, WriteAsync(d), null); }")]
    [InlineData("d => { LazyInitializer.EnsureInitialized(ref last, () => WriteAsync(d)); }")]
    [InlineData("d => { cache.GetOrCreate<Task>(\"a\", () => WriteAsync(d)); }")]
    [InlineData("d => { cache.Set(\"a\", StoreAsync(d)); }")]
    [InlineData("d => { WriteAsync(d).ContinueWith(done => Log(done.Exception)); }")]
    [InlineData(
        "d => { StoreAsync(d).AsTask().ContinueWith(done => Log(done.Exception), TaskContinuationOptions.OnlyOnFaulted); }"
    )]
    [InlineData("d => { var t = WriteAsync(d); list.Add(t); }")]
    [InlineData("d => { var t = WriteAsync(d); t.Wait(); }")]
    [InlineData("async d => { var t = StoreAsync(d); Log(d); await t; }")]
    [InlineData("async d => { var one = WriteAsync(d); var two = CountAsync(d); await Task.WhenAll(one, two); }")]
    [InlineData("d => { var t = WriteAsync(d); void Stop() => list.Add(t); Stop(); }")]
    [InlineData("d => { var t = WriteAsync(d); return t; }")]
    [InlineData("d => { var t = tasks.GetOrAdd(\"a\", _ => WriteAsync(d)); }")]
    [InlineData("d => { var _ = WriteAsync(d); }")]
    [InlineData("async d => { var ignored = WriteAsync(d); await WriteAsync(d); }")]
    [InlineData("d => { var discarded = WriteAsync(d); }")]
    [InlineData("async d => { using var t = CountAsync(d); await Task.Yield(); }")]
    [InlineData("async d => { Task t; if (d.Redelivered) t = WriteAsync(d); else t = CountAsync(d); await t; }")]
    [InlineData("async d => { await foreach (var one in channel.Reader.ReadAllAsync()) Log(one); }")]
    [InlineData("d => Task.Factory.StartNew(() => Log(d))")]
    [InlineData("d => Task.Factory.StartNew(async () => await StoreAsync(d)).Unwrap()")]
    [InlineData("d => Task.Run(async () => await StoreAsync(d))")]
    [InlineData("d => Task.Run(() => WriteAsync(d))")]
    [InlineData("async d => await await Task.Factory.StartNew(async () => await StoreAsync(d))")]
    [InlineData("async d => await (await BeginAsync(d))")]
    [InlineData("async d => { var inner = await BeginAsync(d); await inner; }")]
    [InlineData("async d => { var inner = await StartAsync(d); list.Add(inner); }")]
    [InlineData("async d => { await Task.WhenAny(WriteAsync(d), Task.Delay(1000)); }")]
    [InlineData("d => Task.WhenAny(WriteAsync(d), Task.Delay(1000))")]
    [InlineData("async d => { _ = await BeginAsync(d); }")]
    [InlineData("async d => { await cache.GetOrAddAsync(\"a\", () => WriteAsync(d)); }")]
    [InlineData("async d => { var first = await Task.WhenAny(WriteAsync(d), CountAsync(d)); await first; }")]
    [InlineData("async d => await cache.GetOrCreateAsync(\"a\", async () => { await SaveAsync(d); return 1; })")]
    [InlineData("async d => { await gate.WaitAsync(); try { await StoreAsync(d); } finally { gate.Release(); } }")]
    [InlineData("d => gate.WaitAsync()")]
    [InlineData("d => channel.Writer.WriteAsync(d)")]
    [InlineData("d => channel.Writer.TryWrite(d)")]
    [InlineData("d => Parallel.ForEachAsync(list, (one, token) => SaveAsync(one))")]
    [InlineData("d => Task.WhenAll(list.Select(one => CountAsync(one)))")]
    [InlineData("async d => { foreach (var one in list) await StoreAsync(one); }")]
    [InlineData("d => throw new InvalidOperationException(\"not today\")")]
    [InlineData("delegate { }")]
    [InlineData("d => Task.CompletedTask")]
    [InlineData("d => list.AddRange(d.Routes)")]
    [InlineData("d => Task.Run(() => values.GetOrAdd(\"a\", _ => StoreAsync(d)))")]
    [InlineData("d => Task.Factory.StartNew(() => last = WriteAsync(d))")]
    [InlineData("d => Task.Factory.StartNew(() => running)")]
    [InlineData("d => Task.FromResult(running)")]
    [InlineData("d => running.ContinueWith(_ => running)")]
    [InlineData("async d => { await Task.Run(() => values.GetOrAdd(\"a\", _ => StoreAsync(d))); }")]
    [InlineData("async d => { if (await Task.WhenAny(running, Task.Delay(5)) != running) Log(\"late\"); }")]
    [InlineData(
        "async d => { var work = CountAsync(d); if (await Task.WhenAny(work, Task.Delay(5)) == work) Log(await work); }"
    )]
    [InlineData("d => { cache?.GetOrCreate<Task>(\"a\", () => WriteAsync(d)); }")]
    [InlineData(
        "async d => { var tasks2 = list.Select(one => WriteAsync(one)).ToList(); await Task.WhenAll(tasks2); }"
    )]
    [InlineData("async d => { Task t = WriteAsync(d), u = CountAsync(d); await t; await u; }")]
    [InlineData("async d => { var t = WriteAsync(d); try { await t; } catch (OperationCanceledException) { } }")]
    [InlineData(
        "async d => { var t = WriteAsync(d); await using var scope = new CancellationTokenSource().Token.Register(() => Log(t)); }"
    )]
    [InlineData("d => { lock (list) list.Add(d); }")]
    [InlineData("async d => { await Task.Delay(1).ContinueWith(_ => Log(d)); }")]
    [InlineData(
        "async d => { for (var i = 0; i < 3; i++) { try { await StoreAsync(d); break; } catch (TimeoutException) { await Task.Delay(i); } } }"
    )]
    [InlineData("d => d.Redelivered ? WriteAsync(d) : Task.CompletedTask")]
    [InlineData("async d => { Task? t = null; try { t = WriteAsync(d); await t; } finally { Log(t); } }")]
    [InlineData(
        "async d => { Task t = Task.CompletedTask; foreach (var one in list) t = t.ContinueWith(_ => Log(one)); await t; }"
    )]
    [InlineData("d => { Task t; t = WriteAsync(d); list.Add(t); }")]
    [InlineData("d => new ValueTask(WriteAsync(d))")]
    [InlineData("d => new ValueTask(Task.WhenAny(WriteAsync(d), running))")]
    [InlineData(
        "d => (d.Redelivered, d.Routing.TaskId) switch { (true, _) => WriteAsync(d), (_, null) => Task.CompletedTask, _ => CountAsync(d) }"
    )]
    [InlineData(
        "d => d.Payload.Status.State.Text switch { \"completed\" => WriteAsync(d), _ => running ?? Task.CompletedTask }"
    )]
    [InlineData("async d => { async Task Inner() { var t = WriteAsync(d); await t; } await Inner(); }")]
    [InlineData("d => { Task Inner() => WriteAsync(d); list.Add((Func<Task>)Inner); }")]
    [InlineData("async d => { var (one, two) = (WriteAsync(d), CountAsync(d)); await one; await two; }")]
    [InlineData("async d => { var both = new[] { WriteAsync(d), CountAsync(d) }; await Task.WhenAll(both); }")]
    public void Handlers(string handler) => AssertSilent(Tasks + handler + End);

    /// <summary>Builders and where they go.</summary>
    [Theory]
    [InlineData("await using var queue = await pulse.Queue(name).On(binding, d => Log(d)).ConsumeAsync(stop);")]
    [InlineData("var queue = await pulse.Queue().On(binding, d => Log(d)).ConsumeAsync(); await queue.CloseAsync();")]
    [InlineData(
        "var q = pulse.Queue(); if (args.Length > 0) q.On(binding, Log2); await q.ConsumeAsync(); void Log2(Delivery<string, JsonElement> d) { }"
    )]
    [InlineData(
        "var q = pulse.Queue().On(binding, d => Log(d)); foreach (var arg in args) q.On(Binding.To(arg, \"#\"), d => Log(d)); await q.RunAsync(stop);"
    )]
    [InlineData("var q = pulse.Queue(name); q = q.On(binding, d => Log(d)); q = q.Prefetch(5); await q.RunAsync();")]
    [InlineData("var q = pulse.Queue(name); _ = q.On(binding, d => Log(d)); await q.RunAsync();")]
    [InlineData(
        "var q = args.Length > 0 ? pulse.Queue(args[0]) : pulse.Queue(); await q.On(binding, d => Log(d)).RunAsync();"
    )]
    [InlineData(
        "var builders = args.Select(arg => pulse.Queue(arg).On(binding, d => Log(d))); await Task.WhenAll(builders.Select(one => one.RunAsync(stop)));"
    )]
    [InlineData(
        "var builders = new List<PulseQueueBuilder> { pulse.Queue(\"a\"), pulse.Queue(\"b\") }; foreach (var one in builders) await one.On(binding, d => Log(d)).ConsumeAsync();"
    )]
    [InlineData(
        "foreach (var arg in args) { var q = pulse.Queue(arg); q.On(binding, d => Log(d)); await q.ConsumeAsync(); }"
    )]
    [InlineData("for (var i = 0; i < 3; i++) await pulse.Queue($\"q{i}\").On(binding, d => Log(d)).ConsumeAsync();")]
    [InlineData(
        "var q = pulse.Queue(); Configure(q); await Task.Yield(); static void Configure(PulseQueueBuilder q) => list.Add(q);"
    )]
    [InlineData("var q = pulse.Queue(); list.Add(q);")]
    [InlineData("list.Add(pulse.Queue(name).On(binding, d => Log(d)));")]
    [InlineData("var q = pulse.Queue(); Func<Task> run = () => q.RunAsync(); q.On(binding, d => Log(d)); await run();")]
    [InlineData(
        "Func<PulseQueueBuilder> make = () => pulse.Queue(name); await make().On(binding, d => Log(d)).RunAsync();"
    )]
    [InlineData("var q = pulse.Queue(); var same = q.On(binding, d => Log(d)); await same.ConsumeAsync();")]
    [InlineData("_ = pulse.Queue(name).On(binding, d => Log(d));")]
    [InlineData("Assert.Throws<ArgumentException>(() => pulse.Queue(name).Argument(\"\", 1));")]
    [InlineData("Assert.Throws<ArgumentOutOfRangeException>(() => { pulse.Queue().Prefetch(-1); });")]
    [InlineData(
        "var q = pulse.Queue(); Assert.Throws<ArgumentNullException>(() => q.On(binding, (Action<Delivery<string, JsonElement>>)null!));"
    )]
    [InlineData("await Assert.ThrowsAsync<InvalidOperationException>(() => pulse.Queue().ConsumeAsync());")]
    [InlineData(
        "try { pulse.Queue().Prefetch(70_000); } catch (ArgumentOutOfRangeException refused) { Log(refused); }"
    )]
    [InlineData(
        "try { pulse.ExistingQueue(\"theirs\").Argument(\"x-max-length\", 5); } catch (InvalidOperationException) { }"
    )]
    [InlineData("Assert.NotNull(pulse.Queue());")]
    [InlineData(
        "var tuple = (pulse.Queue(\"a\"), pulse.Queue(\"b\")); await tuple.Item1.On(binding, d => Log(d)).RunAsync();"
    )]
    [InlineData("var q = pulse.Queue().On(binding, d => Log(d)); var task = q.RunAsync(stop); await task;")]
    [InlineData(
        "var q = pulse.Queue().On(binding, d => Log(d)); var first = await q.ConsumeAsync(); q.Prefetch(5); var second = await q.ConsumeAsync(); Log((first, second));"
    )]
    [InlineData(
        "var q = pulse.Queue().On(binding, d => Log(d)); foreach (var arg in args) { await q.ConsumeAsync(); q.On(Binding.To(arg, \"#\"), d => Log(d)); }"
    )]
    [InlineData(
        "var q = pulse.Queue().On(binding, d => Log(d)); if (args.Length > 0) { await q.RunAsync(stop); return; } q.On(Binding.To(\"x\", \"#\"), d => Log(d)); await q.RunAsync();"
    )]
    [InlineData("if (pulse.Queue(name) is var q) await q.On(binding, d => Log(d)).RunAsync();")]
    [InlineData("PulseQueueBuilder q; q = pulse.Queue(); q.On(binding, d => Log(d)); await q.ConsumeAsync();")]
    [InlineData(
        "await Start(pulse.Queue(name).On(binding, d => Log(d))); static Task Start(PulseQueueBuilder q) => q.RunAsync();"
    )]
    [InlineData("await pulse.ConsumeAsync(name, (payload, d) => Log(payload), 10, true, binding);")]
    [InlineData(
        "await pulse.ConsumeAsync(name, async (payload, d) => { Log(payload); await d.AckAsync(); }, 10, false, binding);"
    )]
    [InlineData(
        "var wait = args.Length > 0; await pulse.ConsumeAsync(name, (payload, d) => Log(payload), 10, wait, binding);"
    )]
    [InlineData(
        "Assert.Throws<ArgumentException>(() => { var q = pulse.Queue(); q.Prefetch(1); q.Argument(\"\", 1); });"
    )]
    [InlineData("Action act = () => pulse.Queue().Prefetch(-1); Assert.Throws<ArgumentOutOfRangeException>(act);")]
    [InlineData("Action act = () => { pulse.Queue().Prefetch(-1); }; Assert.Throws<ArgumentOutOfRangeException>(act);")]
    [InlineData("var q = pulse.Queue(); Assert.NotNull(q.Prefetch(1));")]
    [InlineData("var q = pulse.Queue(name); Log(q.ToString());")]
    [InlineData(
        "var q = pulse.Queue().On(binding, d => Log(d)); try { await q.ConsumeAsync(); } catch (PulseException) { q.Prefetch(1); await q.ConsumeAsync(); }"
    )]
    [InlineData(
        "var q = pulse.Queue().On(binding, d => Log(d)); await q.ConsumeAsync(); q = pulse.Queue(\"other\"); q.On(binding, d => Log(d)); await q.ConsumeAsync();"
    )]
    [InlineData("var q = pulse.Queue().On(binding, d => Log(d)); list.Add(q); await q.ConsumeAsync(); q.Prefetch(5);")]
    [InlineData(
        "while (!stop.IsCancellationRequested) { var q = pulse.Queue().On(binding, d => Log(d)); await q.RunAsync(stop); }"
    )]
    [InlineData(
        "var q = pulse.Queue(); void Add(string exchange) => q.On(Binding.To(exchange, \"#\"), d => Log(d)); Add(\"x\"); await q.RunAsync();"
    )]
    [InlineData(
        "using var timeout = new CancellationTokenSource(); await pulse.Queue().On(binding, d => timeout.Cancel()).RunAsync(timeout.Token);"
    )]
    [InlineData(
        "var all = await Task.WhenAll(args.Select(arg => pulse.Queue(arg).On(binding, d => Log(d)).ConsumeAsync())); foreach (var one in all) await one.CloseAsync();"
    )]
    [InlineData(
        "var settings = new Action<PulseQueueBuilder>[] { q => q.Prefetch(5), q => q.AutoAcknowledge() }; var q2 = pulse.Queue().On(binding, d => Log(d)); foreach (var set in settings) set(q2); await q2.RunAsync();"
    )]
    [InlineData(
        "PulseQueueBuilder q; if (args.Length > 0) q = pulse.Queue(args[0]); else q = pulse.Queue(); await q.On(binding, d => Log(d)).RunAsync();"
    )]
    [InlineData(
        "PulseQueueBuilder? q = null; if (args.Length > 0) q = pulse.Queue(args[0]).On(binding, d => Log(d)); if (q is not null) await q.RunAsync();"
    )]
    [InlineData(
        "var q = pulse.Queue(\"a\").AutoAcknowledge().On(binding, d => Log(d)); await q.RunAsync(stop); q = pulse.Queue(\"b\"); q.ManualAcknowledge(); q.On(binding, d => d.AckAsync()); await q.RunAsync(stop);"
    )]
    [InlineData(
        "Assert.Throws<ArgumentException>(() => pulse.Queue().Argument(\"x-message-ttl\", TimeSpan.FromSeconds(1)));"
    )]
    [InlineData(
        "await Task.WhenAll(pulse.Queue(\"a\").On(binding, d => Log(d)).RunAsync(stop), pulse.Queue(\"b\").On(binding, d => Log(d)).RunAsync(stop));"
    )]
    [InlineData(
        "using var done = new SemaphoreSlim(0); await using var queue = await pulse.Queue().Prefetch(1).On(binding, d => { Log(d); done.Release(); }).ConsumeAsync(); await done.WaitAsync(stop);"
    )]
    [InlineData(
        "var completion = new TaskCompletionSource<JsonElement>(); await using var queue = await pulse.Queue().On(binding, d => completion.TrySetResult(d.Payload)).ConsumeAsync(); await completion.Task;"
    )]
    public void Builders(string statements) => AssertSilent(statements);

    /// <summary>Modes of acknowledgement and settling.</summary>
    [Theory]
    [InlineData("pulse.Queue().ManualAcknowledge().On(binding, async d => await d.AckAsync())")]
    [InlineData("pulse.Queue().On(binding, d => d.AckAsync()).ManualAcknowledge()")]
    [InlineData(
        "pulse.Queue().ManualAcknowledge().On(binding, async d => { if (d.Redelivered) await d.RejectAsync(); else await d.AckAsync(); })"
    )]
    [InlineData("pulse.Queue().ManualAcknowledge().On(binding, d => list.Add(d))")]
    [InlineData("pulse.Queue().ManualAcknowledge().On(binding, d => Log(d))")]
    [InlineData("pulse.Queue().ManualAcknowledge().On(binding, LaterAsync)")]
    [InlineData(
        "pulse.Queue().ManualAcknowledge().On(binding, d => { _ = Task.Run(async () => { await Task.Delay(5); await d.AckAsync(); }); })"
    )]
    [InlineData("pulse.Queue().ManualAcknowledge().On(binding, d => { var kept = d; list.Add(kept); })")]
    [InlineData(
        "pulse.Queue().ManualAcknowledge().On(binding, d => { Func<CancellationToken, ValueTask> done = d.AckAsync; list.Add(done); })"
    )]
    [InlineData("pulse.Queue().ManualAcknowledge().On(binding, d => throw new InvalidOperationException())")]
    [InlineData(
        "pulse.Queue().ManualAcknowledge().On(binding, d => { Log(d.Payload); throw new InvalidOperationException(); }).OnFailed((d, e) => d.RejectAsync())"
    )]
    [InlineData(
        "pulse.Queue().ManualAcknowledge().On(binding, d => Log(d.Payload)).On(Binding.To(\"x\", \"#\"), d => d.AckAsync())"
    )]
    [InlineData("pulse.Queue().ManualAcknowledge().Prefetch(0).On(binding, d => Log(d.Payload))")]
    [InlineData(
        "pulse.Queue().ManualAcknowledge().On(binding, d => { if (d is { Redelivered: true } again) list.Add(again); })"
    )]
    [InlineData("pulse.Queue().AutoAcknowledge().On(binding, d => Log(d.Payload))")]
    [InlineData("pulse.Queue().AutoAcknowledge().On(binding, d => LaterAsync(d))")]
    [InlineData("pulse.Queue().AutoAcknowledge().On(binding, d => Log(d)).OnUndecodable((d, e) => d.AckAsync())")]
    [InlineData(
        "pulse.Queue().AutoAcknowledge().On(binding, async d => { if (d.Settlement == Settlement.None) await d.AckAsync(); })"
    )]
    [InlineData("pulse.Queue().On(binding, async d => { if (d.Redelivered) await d.RejectAsync(); })")]
    [InlineData("pulse.Queue().On(binding, async d => await d.AckAsync())")]
    [InlineData(
        "pulse.Queue().On(binding, d => Log(d)).OnUnmatched(d => d.RejectAsync()).OnFailed((d, e) => d.RequeueAsync())"
    )]
    [InlineData("pulse.Queue().AutoAcknowledge().AutoAcknowledge().On(binding, d => Log(d))")]
    public void Settling(string queue) =>
        AssertSilent(
            $"await {queue}.RunAsync(stop); static Task LaterAsync(Delivery<string, JsonElement> d) => d.AckAsync().AsTask();"
        );

    [Theory]
    [InlineData(
        "var q = pulse.Queue().On(binding, d => Log(d)); if (args.Length > 0) q.AutoAcknowledge(); else q.ManualAcknowledge(); await q.RunAsync();"
    )]
    [InlineData(
        "var q = pulse.Queue().AutoAcknowledge().On(binding, d => Log(d)); if (args.Length > 0) q.ManualAcknowledge(); await q.RunAsync();"
    )]
    [InlineData(
        "var q = pulse.Queue().ManualAcknowledge(); q.On(binding, d => Log(d.Payload)); Settle(q); await q.RunAsync(); static void Settle(PulseQueueBuilder q) => q.On(Binding.To(\"x\", \"#\"), d => d.AckAsync());"
    )]
    [InlineData(
        "Action<Delivery<string, JsonElement>> handler = d => Log(d.Payload); await pulse.Queue().ManualAcknowledge().On(binding, handler).RunAsync();"
    )]
    [InlineData(
        "var d = new Delivery<string, JsonElement>(default, \"a\"); await d.AckAsync(); Assert.Equal(Settlement.Acknowledged, d.Settlement);"
    )]
    [InlineData(
        "var q = pulse.Queue().AutoAcknowledge(); Settle(q); q.On(binding, d => d.AckAsync()); await q.RunAsync(); static void Settle(PulseQueueBuilder q) => q.ManualAcknowledge();"
    )]
    [InlineData(
        "var q = pulse.Queue().AutoAcknowledge(); void Settle() => q.ManualAcknowledge(); if (args.Length > 0) Settle(); q.On(binding, d => d.AckAsync()); await q.RunAsync();"
    )]
    public void Modes_in_branches_and_tests(string statements) => AssertSilent(statements);

    /// <summary>Several handlers at once, in order by key, and retries.</summary>
    [Theory]
    [InlineData(
        "await pulse.Queue(name).On(new QueueEvents.TaskDefined(), d => Log(d), orderBy: d => d.Routing.TaskGroupId).Concurrency(16).Retry(3, firstDelay: TimeSpan.FromMilliseconds(200)).RunAsync(stop);"
    )]
    [InlineData(
        "await pulse.Queue(name).Concurrency(2).On(new QueueEvents.TaskDefined(), HandleAsync, d => d.Routing.TaskId).RunAsync(stop);"
    )]
    [InlineData(
        "await pulse.Queue(name).Concurrency(args.Length).On(binding, d => Log(d), orderBy: d => d.RoutingKey).RunAsync(stop);"
    )]
    [InlineData(
        "var q = pulse.Queue(name).On(binding, d => Log(d), orderBy: d => d.RoutingKey); if (args.Length > 0) q.Concurrency(8); await q.RunAsync(stop);"
    )]
    [InlineData(
        "var q = pulse.Queue(name).On(binding, d => Log(d), orderBy: d => d.RoutingKey); Tune(q); await q.RunAsync(stop); static void Tune(PulseQueueBuilder q) => q.Concurrency(8);"
    )]
    [InlineData(
        "members: static PulseQueueBuilder Describe(PulseConnection pulse) => pulse.Queue(\"a\").On(new QueueEvents.TaskDefined(), Handle, orderBy: d => d.Routing.TaskId);"
    )]
    [InlineData(
        "members: static void Describe(PulseQueueBuilder q) => q.On(new QueueEvents.TaskDefined(), Handle, orderBy: d => d.Routing.TaskId).AutoAcknowledge().Retry(3).Prefetch(1).Concurrency(2);"
    )]
    [InlineData("await pulse.Queue(name).On(binding, d => Log(d), orderBy: null).RunAsync(stop);")]
    [InlineData(
        "Func<Delivery<string, JsonElement>, object?>? key = args.Length > 0 ? d => d.RoutingKey : null; await pulse.Queue(name).On(binding, d => Log(d), key).RunAsync(stop);"
    )]
    [InlineData("await pulse.Queue(name).On(binding, d => Log(d)).Concurrency(1).RunAsync(stop);")]
    [InlineData(
        "await pulse.Queue(name).On(binding, d => Log(d), orderBy: d => d.Redelivered ? null : d.RoutingKey).On(new QueueEvents.TaskDefined(), d => Log(d)).Concurrency(4).RunAsync(stop);"
    )]
    [InlineData(
        "var q = pulse.Queue(name).On(binding, d => Log(d), orderBy: d => d.RoutingKey); await q.ConsumeAsync(); q.Concurrency(4); await q.ConsumeAsync();"
    )]
    [InlineData(
        "await pulse.Queue(name).On(binding, d => Log(d), orderBy: d => { var t = CountAsync(d); return d.RoutingKey; }).Concurrency(4).RunAsync(stop);"
    )]
    [InlineData(
        "await pulse.Queue(name).On(binding, d => Log(d), orderBy: d => { CountAsync(d); return d.RoutingKey; }).Concurrency(4).RunAsync(stop);"
    )]
    [InlineData("await pulse.Queue(name).On(binding, d => Log(d)).Retry(0).AutoAcknowledge().RunAsync(stop);")]
    [InlineData(
        "await pulse.Queue(name).On(binding, d => Log(d)).Retry(args.Length).AutoAcknowledge().RunAsync(stop);"
    )]
    [InlineData("await pulse.Queue(name).On(binding, d => Log(d)).Retry(3).Retry(0).AutoAcknowledge().RunAsync(stop);")]
    [InlineData(
        "await pulse.Queue(name).On(binding, async d => await d.AckAsync()).Retry(3).ManualAcknowledge().RunAsync(stop);"
    )]
    [InlineData(
        "var q = pulse.Queue(name).On(binding, d => Log(d)); if (args.Length > 0) q.AutoAcknowledge(); else q.Retry(3); await q.RunAsync(stop);"
    )]
    [InlineData(
        "var q = pulse.Queue(name).On(binding, d => Log(d)).AutoAcknowledge(); await q.RunAsync(stop); q = pulse.Queue(\"b\").On(binding, d => Log(d)).Retry(3); await q.RunAsync(stop);"
    )]
    [InlineData(
        "await pulse.Queue(name).On(binding, d => Log(d)).Retry(3, when: e => { var t = WriteAsync(e); return e is FormatException; }).OnFailed((d, e) => d.RejectAsync()).RunAsync(stop);"
    )]
    [InlineData("await pulse.Queue(name).On(binding, d => Log(d)).Concurrency(16).RunAsync(stop);")]
    [InlineData("await pulse.Queue(name).On(binding, d => Log(d)).Concurrency(16).Prefetch(0).RunAsync(stop);")]
    [InlineData("await pulse.Queue(name).On(binding, d => Log(d)).Concurrency(16).Prefetch(16).RunAsync(stop);")]
    [InlineData("await pulse.Queue(name).On(binding, d => Log(d)).Prefetch(1).Concurrency(1).RunAsync(stop);")]
    [InlineData(
        "await pulse.Queue(name).On(binding, d => Log(d)).Prefetch(1).Prefetch(20).Concurrency(10).RunAsync(stop);"
    )]
    [InlineData("await pulse.Queue(name).On(binding, d => Log(d)).Prefetch(ttl).Concurrency(10).RunAsync(stop);")]
    [InlineData(
        "await pulse.Queue(name).On(binding, d => Log(d)).Prefetch(5).Concurrency(Environment.ProcessorCount).RunAsync(stop);"
    )]
    [InlineData(
        "var q = pulse.Queue(name).On(binding, d => Log(d)).Prefetch(5); if (args.Length > 0) q.Prefetch(100).Concurrency(50); await q.RunAsync(stop);"
    )]
    [InlineData(
        "var q = pulse.Queue(name).On(binding, d => Log(d)).Concurrency(50).Prefetch(5); Tune(q); await q.RunAsync(stop); static void Tune(PulseQueueBuilder q) => q.Concurrency(5);"
    )]
    [InlineData(
        "await Assert.ThrowsAsync<InvalidOperationException>(() => pulse.Queue(name).On(binding, d => Log(d)).Prefetch(1).Concurrency(2).ConsumeAsync());"
    )]
    [InlineData(
        "var q = pulse.Queue(name).On(binding, d => Log(d)).Prefetch(1).Concurrency(2); await Assert.ThrowsAsync<InvalidOperationException>(() => q.ConsumeAsync());"
    )]
    [InlineData(
        "var q = pulse.Queue(name).On(binding, d => Log(d)).Retry(1).AutoAcknowledge(); try { await q.RunAsync(); } catch (InvalidOperationException refused) { Log(refused); }"
    )]
    public void Flow(string usage) => AssertSilent(usage);

    /// <summary>Loops instead of handlers.</summary>
    [Theory]
    [InlineData(
        "await foreach (var d in pulse.Queue(\"w\").ReadAllAsync(new QueueEvents.TaskDefined(), stop)) Log(d.Payload);"
    )]
    [InlineData(
        "await foreach (var d in pulse.Queue(\"w\").Prefetch(5).Concurrency(1).ReadAllAsync(binding).WithCancellation(stop).ConfigureAwait(false)) { await SaveAsync(d.Payload); if (d.Redelivered) break; }"
    )]
    [InlineData("await foreach (var d in pulse.Queue(\"w\").Concurrency(args.Length).ReadAllAsync(binding)) Log(d);")]
    [InlineData("await foreach (var d in pulse.Queue(\"w\").AutoAcknowledge().ReadAllAsync(binding)) Log(d.Payload);")]
    [InlineData(
        "await foreach (var d in pulse.Queue(\"w\").AutoAcknowledge().ReadAllAsync(binding)) { if (d.Settlement == Settlement.None) await d.AckAsync(); }"
    )]
    [InlineData(
        "await foreach (var d in pulse.Queue(\"w\").ReadAllAsync(binding)) { if (d.Redelivered) await d.RejectAsync(); }"
    )]
    [InlineData(
        "await foreach (var d in pulse.Queue(\"w\").ManualAcknowledge().ReadAllAsync(binding)) await d.AckAsync();"
    )]
    [InlineData(
        "await foreach (var d in pulse.Queue(\"w\").ManualAcknowledge().ReadAllAsync(binding)) { list.Add(d); if (list.Count == 5) Log(list); }"
    )]
    [InlineData(
        "await foreach (var d in pulse.Queue(\"w\").ManualAcknowledge().ReadAllAsync(binding)) _ = Task.Run(async () => { await Task.Delay(5); await d.AckAsync(); });"
    )]
    [InlineData(
        "await foreach (var d in pulse.Queue(\"w\").ManualAcknowledge().ReadAllAsync(binding)) { Log(d.Payload); if (list.Count == 5) break; }"
    )]
    [InlineData(
        "await foreach (var d in pulse.Queue(\"w\").ManualAcknowledge().ReadAllAsync(binding)) { Log(d.Payload); return; }"
    )]
    [InlineData(
        "await foreach (var d in pulse.Queue(\"w\").ManualAcknowledge().ReadAllAsync(binding)) throw new InvalidOperationException(d.RoutingKey);"
    )]
    [InlineData(
        "await foreach (var d in pulse.Queue(\"w\").ManualAcknowledge().Prefetch(0).ReadAllAsync(binding)) Log(d.Payload);"
    )]
    [InlineData("await foreach (object d in pulse.Queue(\"w\").ManualAcknowledge().ReadAllAsync(binding)) Log(d);")]
    [InlineData(
        "await foreach (var d in pulse.Queue(\"w\").OnUnmatched(d => d.RejectAsync()).OnUndecodable((d, e) => Log(e)).ReadAllAsync(new IBinding[] { binding, new QueueEvents.TaskDefined() })) { switch (d.Payload) { case QueueEvents.TaskDefinedMessage defined: Log(defined); break; default: Log(d.Payload); break; } }"
    )]
    [InlineData("var all = pulse.Queue(\"w\").ReadAllAsync(binding); await foreach (var d in all) Log(d);")]
    [InlineData(
        "var all = pulse.Queue(\"w\").ReadAllAsync(binding); await Drain(all); static async Task Drain<T>(IAsyncEnumerable<T> all) { await foreach (var one in all) Log(one); }"
    )]
    [InlineData(
        "var q = pulse.Queue(\"w\"); var all = q.ReadAllAsync(binding); q.Prefetch(5); await foreach (var d in all) Log(d);"
    )]
    [InlineData(
        "await using var all = pulse.Queue(\"w\").ReadAllAsync(binding).GetAsyncEnumerator(stop); while (await all.MoveNextAsync()) Log(all.Current.Payload);"
    )]
    [InlineData("_ = pulse.Queue(\"w\").ReadAllAsync(binding);")]
    [InlineData(
        "var q = pulse.Queue(\"w\"); await foreach (var d in q.ReadAllAsync(binding)) { if (d.Redelivered) break; } q.On(binding, d => Log(d)).Concurrency(4).Retry(2); await q.RunAsync(stop);"
    )]
    [InlineData(
        "var q = pulse.Queue(\"w\"); if (args.Length > 0) { await q.On(binding, d => Log(d)).RunAsync(stop); return; } await foreach (var d in q.ReadAllAsync(binding)) Log(d);"
    )]
    [InlineData(
        "var q = pulse.Queue(\"w\"); await foreach (var d in q.ReadAllAsync(binding)) { if (d.Redelivered) break; } q.Prefetch(1); await foreach (var d in q.ReadAllAsync(binding)) Log(d);"
    )]
    [InlineData(
        "while (!stop.IsCancellationRequested) { try { await foreach (var d in pulse.Queue(\"w\").ReadAllAsync(binding, stop)) Log(d); } catch (PulseException e) { Log(e); } }"
    )]
    [InlineData(
        "Assert.Throws<InvalidOperationException>(() => pulse.Queue(\"w\").On(binding, d => Log(d)).ReadAllAsync(binding));"
    )]
    [InlineData(
        "Assert.Throws<InvalidOperationException>(() => { pulse.Queue(\"w\").Retry(3).ReadAllAsync(binding); });"
    )]
    [InlineData(
        "var q = pulse.Queue(\"w\").Concurrency(2); Assert.Throws<InvalidOperationException>(() => q.ReadAllAsync(binding));"
    )]
    [InlineData(
        "try { pulse.Queue(\"w\").Concurrency(2).ReadAllAsync(binding); } catch (InvalidOperationException refused) { Log(refused); }"
    )]
    [InlineData(
        "members: static IAsyncEnumerable<Defined> Read(PulseConnection pulse, CancellationToken stop) => pulse.Queue(\"w\").ManualAcknowledge().ReadAllAsync(new QueueEvents.TaskDefined(), stop);"
    )]
    [InlineData(
        "members: static async IAsyncEnumerable<string> Keys(PulseConnection pulse) { await foreach (var d in pulse.Queue(\"w\").ManualAcknowledge().ReadAllAsync(new QueueEvents.TaskDefined())) yield return d.RoutingKey; }"
    )]
    [InlineData(
        "members: IAsyncEnumerable<Defined>? _all; void Start(PulseConnection pulse) => _all = pulse.Queue(\"w\").ReadAllAsync(new QueueEvents.TaskDefined());"
    )]
    public void Reading(string usage) => AssertSilent(usage);

    /// <summary>Comparisons, with known values and with those that a later version may have.</summary>
    [Theory]
    [InlineData("state.Text == \"completed\"")]
    [InlineData("state == \"completed\"")]
    [InlineData("\"running\" != state")]
    [InlineData("state == QueueEvents.TaskStatusState.Completed")]
    [InlineData("state.Text == QueueEvents.TaskStatusState.Texts.Failed")]
    [InlineData("state.Text is \"failed\" or \"exception\"")]
    [InlineData("state.Text switch { \"pending\" => 1, \"running\" => 2, _ => 3 } > 1")]
    [InlineData("state == \"archived\"")]
    [InlineData("state.Text == \"paused\"")]
    [InlineData("state.Text is \"deferred\" or \"unknown\"")]
    [InlineData("state.Text == \"\"")]
    [InlineData("state == args[0]")]
    [InlineData("state.Text.Equals(\"Completed\", StringComparison.OrdinalIgnoreCase)")]
    [InlineData("string.Equals(state.Text, \"COMPLETED\", StringComparison.OrdinalIgnoreCase)")]
    [InlineData("StringComparer.OrdinalIgnoreCase.Equals(\"Completed\", state.Text)")]
    [InlineData("state.Text.ToUpperInvariant() == \"COMPLETED\"")]
    [InlineData("state.Text.StartsWith(\"comp\", StringComparison.Ordinal)")]
    [InlineData("state.Equals(QueueEvents.TaskStatusState.Pending)")]
    [InlineData("state == default || state == null")]
    [InlineData("name == \"Completed\"")]
    [InlineData("status.State.IsKnown && status.TaskId == \"Completed\"")]
    [InlineData("status is { State.Text: \"completed\", RetriesLeft: 0 }")]
    [InlineData("status.Runs.Any(run => run.State == \"completed\")")]
    [InlineData("(status.State.Text, status.RetriesLeft) is (\"failed\", 0)")]
    [InlineData("d.Exchange == \"exchange/taskcluster-queue/v1/task-completed\"")]
    [InlineData("d.Exchange == new QueueEvents.TaskCompleted().ExchangeName")]
    [InlineData("d.Exchange is \"exchange/build/normalized\" or \"exchange/taskcluster-queue/v2/task-completed\"")]
    [InlineData("d.Exchange.EndsWith(\"/task-complete\", StringComparison.Ordinal)")]
    [InlineData("d.Exchange == \"\"")]
    [InlineData("d.RoutingKey == \"exchange/taskcluster-queue/v1/task-complete\"")]
    [InlineData(
        "string.Equals(d.Exchange, \"EXCHANGE/taskcluster-queue/v1/task-completed\", StringComparison.OrdinalIgnoreCase)"
    )]
    [InlineData("RoutingKeyPattern.Matches(\"primary.*.gaia.#\", d.RoutingKey)")]
    [InlineData("RoutingKeyPattern.Matches(new QueueEvents.TaskDefined().RoutingKey, \"primary.#\")")]
    [InlineData("RoutingKeyPattern.Matches(name, \"primary.a.b\")")]
    [InlineData("RoutingKeyPattern.Matches(\"primary.#\", \"primary.*.b\")")]
    [InlineData("RoutingKeyPattern.Matches(\"#\", \"*\")")]
    [InlineData("RoutingKeyPattern.Matches(\"route.index.#\".AsSpan(), d.RoutingKey.AsSpan())")]
    [InlineData("RoutingKeyPattern.Matches(\"a.b\", \"a*.b\")")]
    [InlineData("state.Text is \"completed\" or \"Completed\"")]
    [InlineData("state.Text == \"Completed\" || state.Text == \"completed\"")]
    [InlineData("new[] { \"completed\", \"failed\" }.Contains(state.Text)")]
    [InlineData("new[] { \"archived\", \"deferred\" }.Contains(state.Text)")]
    [InlineData("new HashSet<string> { \"Completed\" }.Contains(state.Text)")]
    [InlineData("status.Runs.Count(run => run.ReasonResolved?.Text is \"claim-expired\" or \"deadline-exceeded\") > 1")]
    [InlineData("status.Runs.Any(run => run.ReasonCreated.Text == \"scheduled\")")]
    public void Comparisons(string condition) =>
        AssertSilent(
            $"await pulse.Queue(name).On(new QueueEvents.TaskCompleted(), d => {{ var status = d.Payload.Status; var state = status.State; if ({condition}) Log(state); }}).RunAsync();"
        );

    /// <summary>Arguments of queues, of RabbitMQ and of plugins.</summary>
    [Theory]
    [InlineData("\"x-message-ttl\", 60_000")]
    [InlineData("\"x-message-ttl\", ttl")]
    [InlineData("\"x-message-ttl\", (long)TimeSpan.FromMinutes(1).TotalMilliseconds")]
    [InlineData("\"x-expires\", 1_800_000L")]
    [InlineData("\"x-max-length\", (uint)100")]
    [InlineData("\"x-max-length-bytes\", 1_000_000_000_000L")]
    [InlineData("\"x-delivery-limit\", -1")]
    [InlineData("\"x-max-priority\", (byte)10")]
    [InlineData("\"x-consumer-timeout\", 7_200_000")]
    [InlineData("\"x-single-active-consumer\", true")]
    [InlineData("\"x-queue-type\", \"quorum\"")]
    [InlineData("\"x-queue-type\", \"stream\"")]
    [InlineData("\"x-queue-type\", \"delayed\"")]
    [InlineData("\"x-queue-type\", args.Length > 0 ? \"quorum\" : \"classic\"")]
    [InlineData("\"x-queue-mode\", \"lazy\"")]
    [InlineData("\"x-queue-version\", 2")]
    [InlineData("\"x-overflow\", \"reject-publish-dlx\"")]
    [InlineData("\"x-dead-letter-exchange\", \"\"")]
    [InlineData("\"x-dead-letter-routing-key\", \"dead.#\"")]
    [InlineData("\"x-dead-letter-strategy\", \"at-least-once\"")]
    [InlineData("\"x-max-age\", \"7D\"")]
    [InlineData("\"x-max-age\", \"30m\"")]
    [InlineData("\"x-stream-max-segment-size-bytes\", 500_000_000")]
    [InlineData("\"x-queue-leader-locator\", \"least-leaders\"")]
    [InlineData("\"x-queue-master-locator\", \"min-masters\"")]
    [InlineData("\"x-initial-cluster-size\", 3")]
    [InlineData("\"x-message-deduplication\", true")]
    [InlineData("\"x-delayed-type\", \"topic\"")]
    [InlineData("\"x-cache-size\", 1000")]
    [InlineData("\"alternate-exchange\", \"other\"")]
    [InlineData("\"owner\", \"team-a\"")]
    [InlineData("name, \"60000\"")]
    [InlineData("\"x-message-ttl\", args[0]")]
    public void Arguments(string arguments) =>
        AssertSilent($"await pulse.Queue(name).Argument({arguments}).On(binding, d => Log(d)).RunAsync();");

    /// <summary>Members and whole files: services, dependency injection, top-level programs.</summary>
    [Theory]
    [InlineData(
        "members: PulseQueueBuilder? _queue; void Describe(PulseConnection pulse) { _queue = pulse.Queue(\"a\"); _queue.On(Binding.To(\"x\", \"#\"), d => Log(d)); }"
    )]
    [InlineData(
        "members: static PulseQueueBuilder Describe(PulseConnection pulse) => pulse.Queue(\"a\").On(Binding.To(\"x\", \"#\"), d => Log(d));"
    )]
    [InlineData(
        "members: static PulseQueueBuilder Describe(PulseConnection pulse) { var q = pulse.Queue(\"a\"); q.Prefetch(3); return q; }"
    )]
    [InlineData(
        "members: static void Describe(PulseQueueBuilder q) { q.On(Binding.To(\"x\", \"#\"), d => Log(d)); q.Prefetch(3); }"
    )]
    [InlineData(
        "members: static void Describe(PulseQueueBuilder q) => q.ManualAcknowledge().On(Binding.To(\"x\", \"#\"), d => Log(d.Payload));"
    )]
    [InlineData(
        "members: static IEnumerable<PulseQueueBuilder> All(PulseConnection pulse) { yield return pulse.Queue(\"a\"); yield return pulse.Queue(\"b\").Prefetch(1); }"
    )]
    [InlineData(
        "members: static async Task Get(PulseConnection pulse) { PulseQueueBuilder q = Make(); q.On(Binding.To(\"x\", \"#\"), d => Log(d)); await q.RunAsync(); PulseQueueBuilder Make() => pulse.Queue(); }"
    )]
    [InlineData(
        "members: readonly Lazy<Task> _start = new(() => Task.CompletedTask); Task Run(PulseConnection pulse) => pulse.Queue().On(new QueueEvents.TaskDefined(), d => _start.Value).RunAsync();"
    )]
    [InlineData(
        "members: static string Describe(QueueEvents.TaskStatusState state) { switch (state.Text) { case \"completed\": return \"done\"; case \"failed\" when name == \"x\": return \"bad\"; default: return \"new\"; } }"
    )]
    [InlineData(
        "members: record Held(QueueEvents.TaskDefined Binding, PulseQueueBuilder Queue); static readonly QueueEvents.TaskDefined Gaia = new() { WorkerType = \"gaia\" }; static Held Hold(PulseConnection pulse) => new(Gaia, pulse.Queue(\"held\"));"
    )]
    [InlineData(
        "members: static void Out(PulseConnection pulse, out PulseQueueBuilder q) { q = pulse.Queue(\"a\"); q.Prefetch(1); }"
    )]
    [InlineData(
        "members: sealed class Handlers { public async Task OnDefined(Defined d, CancellationToken stop) => await Task.Delay(1, stop); public ValueTask OnCompleted(Completed d) => default; } static Task Run(PulseConnection pulse, Handlers handlers) => pulse.Queue(\"a\").On(new QueueEvents.TaskDefined(), handlers.OnDefined).On(new QueueEvents.TaskCompleted(), handlers.OnCompleted).RunAsync();"
    )]
    [InlineData(
        "members: static void Keep(Defined d) { last = WriteAsync(d); } static Task Run(PulseConnection pulse) => pulse.Queue(\"a\").On(new QueueEvents.TaskDefined(), Keep).RunAsync();"
    )]
    [InlineData(
        "members: static PulseQueueBuilder With(PulseQueueBuilder q) => q; static Task Run(PulseConnection pulse) => With(pulse.Queue(\"a\")).On(new QueueEvents.TaskDefined(), Handle).RunAsync();"
    )]
    [InlineData(
        "members: static async Task Relay(Defined d) { var t = WriteAsync(d); await t; } static Task Run(PulseConnection pulse) => pulse.Queue(\"a\").On(new QueueEvents.TaskDefined(), Relay).RunAsync();"
    )]
    [InlineData(
        "file: static class Extensions { public static PulseQueueBuilder WithDefaults(this PulseQueueBuilder q) { q.Prefetch(50); return q.Argument(\"x-queue-type\", \"quorum\"); } public static void Start(this PulseQueueBuilder q) => _ = q.RunAsync(); } class P { static void M(PulseConnection pulse) => pulse.Queue(\"a\").WithDefaults().On(Binding.To(\"x\", \"#\"), d => Console.WriteLine(d)).Start(); }"
    )]
    [InlineData(
        "file: interface IServices { void AddQueue(Func<PulseConnection, PulseQueueBuilder> describe); void Configure(Action<PulseQueueBuilder> q); } class P { static void M(IServices services) { services.AddQueue(pulse => pulse.Queue(\"a\").On(Binding.To(\"x\", \"#\"), d => Console.WriteLine(d))); services.Configure(q => q.Prefetch(5)); services.Configure(q => { q.Prefetch(5); q.AutoAcknowledge(); }); } }"
    )]
    [InlineData(
        "file: sealed class Worker : IAsyncDisposable { readonly PulseConnection _pulse = new(); PulseQueue? _queue; public async Task StartAsync(CancellationToken stop) => _queue = await _pulse.Queue(\"worker\").On(new QueueEvents.TaskPending(), HandleAsync).ConsumeAsync(stop); static Task HandleAsync(Delivery<QueueEvents.TaskPendingKey, QueueEvents.TaskPendingMessage> d) => Task.CompletedTask; public ValueTask DisposeAsync() => _pulse.DisposeAsync(); }"
    )]
    [InlineData(
        "members: static bool IsDone(QueueEvents.TaskStatusState state) { switch (state.Text) { case \"completed\": case \"Completed\": return true; default: return false; } }"
    )]
    [InlineData(
        "members: static string Of(Delivery d) { switch (d.Exchange) { case \"exchange/taskcluster-queue/v1/task-completed\": return \"done\"; case \"exchange/alice/logs\": return \"log\"; default: return d.Exchange; } }"
    )]
    [InlineData(
        "members: static bool Covers(string wide, string narrow) => RoutingKeyPattern.Matches(wide, narrow) || RoutingKeyPattern.Matches(\"#\", narrow);"
    )]
    [InlineData(
        "members: PulseQueueBuilder Builder { get; set; } = null!; Task Run() { Builder.On(Binding.To(\"x\", \"#\"), d => Log(d)); return Builder.RunAsync(); }"
    )]
    [InlineData(
        "members: static async IAsyncEnumerable<PulseQueue> Start(PulseConnection pulse, string[] names) { foreach (var one in names) yield return await pulse.Queue(one).On(Binding.To(\"x\", \"#\"), d => Log(d)).ConsumeAsync(); }"
    )]
    public void Members_and_files(string usage) => AssertSilent(usage);

    private static void AssertSilent(string usage) => Assert.Equal([], UsageProgram.Reported(usage));
}
