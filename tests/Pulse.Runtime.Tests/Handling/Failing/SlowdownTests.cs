using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Pulse.Runtime.Tests.Handling.Failing;

public sealed class SlowdownTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Slowdown _slowdown;

    public SlowdownTests() => _slowdown = new Slowdown(NullLogger.Instance, _time);

    [Fact]
    public void One_message_that_fails_again_and_again_slows_nothing_down()
    {
        for (var turn = 0; turn < 10; turn++)
            _slowdown.OnFailure(Messages.Create());
        Assert.False(_slowdown.IsActive);
        Assert.True(_slowdown.WaitAsync(CancellationToken.None).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Waits_double_from_one_second_to_thirty_and_a_success_ends_them()
    {
        for (var number = 0; number < 3; number++)
            _slowdown.OnFailure(Messages.Create($"{number}"));
        foreach (var seconds in new[] { 1, 2, 4, 8, 16, 30, 30 })
        {
            var waiting = _slowdown.WaitAsync(CancellationToken.None);
            _time.Advance(TimeSpan.FromSeconds(seconds - 0.1));
            Assert.False(waiting.IsCompleted, $"{seconds} s");
            _time.Advance(TimeSpan.FromSeconds(0.2));
            await waiting.WithinPatience();
            Assert.Equal(HandlerTurn.Attempt, _slowdown.TryBegin());
            _slowdown.OnFailure(Messages.Create("0"));
            _slowdown.EndAttempt();
        }

        _slowdown.OnSuccess(Messages.Create("0"));
        Assert.True(_slowdown.WaitAsync(CancellationToken.None).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Handlers_that_began_before_do_not_make_the_first_wait_longer()
    {
        for (var number = 0; number < 16; number++)
            _slowdown.OnFailure(Messages.Create($"{number}"));
        var waiting = _slowdown.WaitAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(1.1));
        await waiting.WithinPatience();
    }

    [Fact]
    public async Task One_attempt_runs_at_a_time_and_its_success_lets_all_others_go()
    {
        for (var number = 0; number < 3; number++)
            _slowdown.OnFailure(Messages.Create($"{number}"));
        Assert.Equal(HandlerTurn.None, _slowdown.TryBegin());
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(HandlerTurn.Attempt, _slowdown.TryBegin());
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HandlerTurn.None, _slowdown.TryBegin());
        var waiting = _slowdown.WaitAsync(CancellationToken.None);
        Assert.False(waiting.IsCompleted);
        _slowdown.OnSuccess(Messages.Create("0"));
        await waiting.WithinPatience();
        Assert.Equal(HandlerTurn.Slot, _slowdown.TryBegin());
    }

    [Fact]
    public async Task A_wait_ends_when_it_is_cancelled()
    {
        for (var number = 0; number < 3; number++)
            _slowdown.OnFailure(Messages.Create($"{number}"));
        using var cancelling = new CancellationTokenSource();
        var waiting = _slowdown.WaitAsync(cancelling.Token);
        await cancelling.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WithinPatience());
    }
}
