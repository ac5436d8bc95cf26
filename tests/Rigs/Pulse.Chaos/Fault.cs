namespace Pulse.Chaos;

/// <summary>One thing that goes wrong.</summary>
/// <param name="Name">Its name in a violation.</param>
/// <param name="InjectAsync">
/// Injects the fault and returns the moment from which the consumer has no more excuse, as
/// <see cref="System.Diagnostics.Stopwatch"/> counts.
/// </param>
internal sealed record Fault(string Name, Func<Stage, Task<long>> InjectAsync)
{
    public static readonly TimeSpan Target = TimeSpan.FromSeconds(2);

    /// <summary>How long it may take from that moment until messages arrive again.</summary>
    public TimeSpan Limit { get; init; } = Target;

    /// <summary>How often it breaks the consumer's connection or channel.</summary>
    public int Count { get; init; } = 1;

    /// <summary>Repairs what is still broken once the consumer is back.</summary>
    public Func<Stage, Task> RepairAsync { get; init; } = _ => Task.CompletedTask;
}
