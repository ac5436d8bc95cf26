using Microsoft.Extensions.Logging.Abstractions;

namespace Pulse.Runtime.Tests.Supervising;

/// <summary>The recovery loop, on things that are nothing but their end.</summary>
public sealed class SupervisorTests : IAsyncDisposable
{
    private static readonly PulseException Reason = new("lost");

    private readonly NoTime _time = new();
    private readonly ThingSupervisor _supervisor;

    public SupervisorTests() => _supervisor = new ThingSupervisor(_time);

    public ValueTask DisposeAsync() => _supervisor.DisposeAsync();

    [Fact]
    public async Task A_thing_that_is_lost_is_replaced_until_an_attempt_succeeds()
    {
        var first = _supervisor.Begin();
        _supervisor.FailuresToCome.Enqueue(new PulseException("away"));
        _supervisor.FailuresToCome.Enqueue(new PulseException("away"));
        _supervisor.FailuresToCome.Enqueue(new InvalidOperationException("a bug"));
        first.End.SetResult(Reason);
        var second = await _supervisor.RestoredAsync();
        Assert.NotSame(first, second);
        Assert.Equal(
            ["ended: lost", "still: away", "still: Reconnecting failed because of an unexpected error: a bug"],
            _supervisor.Told
        );
        Assert.Equal(PulseState.Connected, _supervisor.StateNow);
        Assert.Same(second, await _supervisor.WaitAsync());
    }

    [Fact]
    public async Task A_caller_that_finds_it_lost_waits_for_the_next_one()
    {
        var first = _supervisor.Begin();
        Assert.Same(first, await _supervisor.WaitAsync());
        first.End.SetResult(Reason);
        Assert.NotSame(first, await _supervisor.WaitAsync());
    }

    [Fact]
    public async Task A_planned_replacement_is_opened_without_waiting()
    {
        var first = _supervisor.Begin();
        first.End.SetResult(null);
        await _supervisor.RestoredAsync();
        Assert.Equal(["ended: by plan"], _supervisor.Told);
        Assert.Equal(0, _time.Waits);
    }

    [Fact]
    public async Task A_thing_that_was_replaced_by_another_is_left_alone_when_it_ends()
    {
        var first = _supervisor.Begin();
        var second = new Thing();
        Assert.True(_supervisor.Replace(first, second));
        Assert.False(_supervisor.Replace(first, new Thing()));
        first.End.SetResult(Reason);
        Assert.Same(second, await _supervisor.WaitAsync());
        second.End.SetResult(Reason);
        await _supervisor.RestoredAsync();
        Assert.Equal(["ended: lost"], _supervisor.Told);
    }

    [Fact]
    public async Task A_failure_that_no_replacement_helps_against_fails_the_supervision()
    {
        _supervisor.Begin().End.SetException(Reason);
        Assert.Same(Reason, await Assert.ThrowsAsync<PulseException>(() => _supervisor.Completion.WithinPatience()));
        Assert.Empty(_supervisor.Told);
    }

    [Fact]
    public async Task Nothing_is_opened_once_it_is_stopped()
    {
        var first = _supervisor.Begin();
        _supervisor.Stop();
        first.End.SetResult(Reason);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _supervisor.Completion.WithinPatience());
        Assert.False(_supervisor.Replace(first, new Thing()));
        Assert.Equal(1, _supervisor.Opened);
    }

    /// <summary>Every wait is over at once, and counted.</summary>
    private sealed class NoTime : TimeProvider
    {
        public int Waits { get; private set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime != Timeout.InfiniteTimeSpan)
                Waits++;
            var now = dueTime == Timeout.InfiniteTimeSpan ? dueTime : TimeSpan.Zero;
            return base.CreateTimer(callback, state, now, period);
        }
    }

    private sealed class Thing
    {
        public TaskCompletionSource<PulseException?> End { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class ThingSupervisor(TimeProvider time)
        : Supervisor<Thing>(new ObservedState(new object(), new EventQueue(NullLogger.Instance)), time)
    {
        private readonly TaskCompletionSource<Thing> _restored = new(
            TaskCreationOptions.RunContinuationsAsynchronously
        );

        public Queue<Exception> FailuresToCome { get; } = new();

        public List<string> Told { get; } = [];

        public int Opened { get; private set; } = 1;

        public PulseState StateNow => State.Current;

        public Thing Begin()
        {
            var first = new Thing();
            Supervise(first);
            return first;
        }

        public bool Replace(Thing open, Thing next) => TryReplace(open, next);

        public Task<Thing> WaitAsync() => NextAsync(Timeout.InfiniteTimeSpan, CancellationToken.None).WithinPatience();

        public Task<Thing> RestoredAsync() => _restored.Task.WithinPatience();

        public override async ValueTask DisposeAsync()
        {
            Stop();
            await Completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        protected override Task<PulseException?> EndOf(Thing open) => open.End.Task;

        protected override Task<Thing> OpenNextAsync()
        {
            if (FailuresToCome.TryDequeue(out var failure))
                throw failure;
            Opened++;
            return Task.FromResult(new Thing());
        }

        protected override Task OnEndedAsync(Thing ended, PulseException? reason)
        {
            Told.Add($"ended: {reason?.Message ?? "by plan"}");
            return Task.CompletedTask;
        }

        protected override void OnStillLost(PulseException failure) => Told.Add($"still: {failure.Message}");

        protected override void OnRestored(Thing open, TimeSpan outage) => _restored.TrySetResult(open);
    }
}
