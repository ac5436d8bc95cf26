namespace Pulse.Chaos;

/// <summary>Plays a scenario from beginning to end.</summary>
internal sealed class Performance(Scenario scenario, Servers servers, LeakCheck leaks)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly List<Recovery> _recoveries = [];
    private readonly List<string> _failures = [];
    private readonly List<string> _leaks = [];

    public async Task<Outcome> PlayAsync()
    {
        var stage = await Stage.OpenAsync(scenario, servers);
        await using (stage)
        {
            await TryAsync("playing", () => PlayAsync(stage));
            await TryAsync("confirming the last messages", stage.PausePublishingAsync);
            await stage.SettleAsync(Patience);
            _failures.AddRange(stage.Tested.Broken.Take(5));
            await TryAsync("disposing the publisher", () => stage.Tested.DisposeAsync().AsTask().WaitAsync(Patience));
            await TryAsync("disposing the consumers", () => stage.DisposeConsumersAsync().WaitAsync(Patience));
            _failures.AddRange(stage.Consumers.SelectMany(consumer => consumer.Disorder).Take(5));
            _leaks.AddRange(await LeakCheck.AtBrokerAsync(stage.Node));
        }

        _leaks.AddRange(await leaks.InProcessAsync([.. stage.Consumers.SelectMany(consumer => consumer.Remains)]));
        return new Outcome(scenario.Name, scenario.FaultCount)
        {
            Returns = stage.Consumers.Sum(consumer => consumer.Returns.Count),
            Confirmed = stage.Ledger.Confirmed,
            Received = stage.Ledger.Received,
            Lost = stage.Ledger.Missing,
            Duplicates = stage.Ledger.Duplicates,
            Published = stage.Tested.Ledger.Confirmed,
            PublishedLost = stage.Tested.Ledger.Missing,
            PublishesFailed = stage.Tested.Failed,
            Recoveries = _recoveries,
            Leaks = _leaks,
            Failures = _failures,
            Log = [.. stage.Consumers.SelectMany(consumer => consumer.Log.Lines)],
        };
    }

    private async Task PlayAsync(Stage stage)
    {
        foreach (var (peace, fault) in scenario.Steps)
        {
            await Task.Delay(peace);
            var since = await fault.InjectAsync(stage);
            var again = Task.WhenAll(stage.Consumers.Select(consumer => consumer.ConsumingAgainAsync(since)));
            var ended = Task.WhenAny(stage.Consumers.Select(consumer => consumer.Completion));
            if (await Task.WhenAny(again, ended, Task.Delay(Patience)) != again)
            {
                _failures.Add($"{fault.Name}: {await WhyNotAsync(stage)}");
                return;
            }

            _recoveries.Add(new Recovery(fault.Name, (await again).Max(), fault.Limit));
            await fault.RepairAsync(stage);
        }
    }

    private static async Task<string> WhyNotAsync(Stage stage)
    {
        if (stage.Consumers.FirstOrDefault(consumer => consumer.Completion.IsCompleted) is not { } ended)
            return $"not consuming again within {Patience.TotalSeconds:0} s";
        try
        {
            await ended.Completion;
            return "the queue has completed by itself";
        }
        catch (Exception reason)
        {
            return $"the queue has ended: {reason.Message}";
        }
    }

    private async Task TryAsync(string what, Func<Task> step)
    {
        try
        {
            await step();
        }
        catch (BrokenPromiseException broken)
        {
            _failures.Add(broken.Message);
        }
        catch (Exception exception)
        {
            _failures.Add($"{what} failed: {exception}");
        }
    }
}
