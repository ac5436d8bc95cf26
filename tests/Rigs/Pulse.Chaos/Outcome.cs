namespace Pulse.Chaos;

/// <summary>How long it took after one fault until messages arrived again.</summary>
internal sealed record Recovery(string Fault, TimeSpan Elapsed, TimeSpan Limit);

/// <summary>The result of a scenario.</summary>
internal sealed record Outcome(string Scenario, int Faults)
{
    /// <summary>How often the queue reported that it was back.</summary>
    public required int Returns { get; init; }

    public required int Confirmed { get; init; }

    public required int Received { get; init; }

    public required int Lost { get; init; }

    public required int Duplicates { get; init; }

    /// <summary>How many messages the library's own publisher had confirmed.</summary>
    public required int Published { get; init; }

    /// <summary>How many of them were not received.</summary>
    public required int PublishedLost { get; init; }

    /// <summary>How many publishes of the library's own publisher failed, as they may.</summary>
    public required int PublishesFailed { get; init; }

    public int AllowedDuplicates => Consumer.Prefetch * Faults;

    public required IReadOnlyList<Recovery> Recoveries { get; init; }

    public required IReadOnlyList<string> Leaks { get; init; }

    /// <summary>What was not as promised while it was played, or why it could not be played to its end.</summary>
    public required IReadOnlyList<string> Failures { get; init; }

    /// <summary>The last lines that the library logged.</summary>
    public required IReadOnlyList<string> Log { get; init; }

    /// <summary>Each promise that was not kept, as a sentence.</summary>
    public IReadOnlyList<string> Violations =>
        [
            .. Failures,
            .. Lost > 0 ? (string[])[$"{Lost} of {Confirmed} confirmed messages are lost"] : [],
            .. PublishedLost > 0
                ? (string[])[$"{PublishedLost} of {Published} messages that the own publisher had confirmed are lost"]
                : [],
            .. Duplicates > AllowedDuplicates
                ? (string[])[$"{Duplicates} duplicates; {AllowedDuplicates} are allowed"]
                : [],
            .. Recoveries
                .Where(recovery => recovery.Elapsed > recovery.Limit)
                .Select(slow =>
                    $"{slow.Fault}: consuming again after {slow.Elapsed.TotalSeconds:0.00} s; "
                    + $"{slow.Limit.TotalSeconds:0} s are allowed"
                ),
            .. Leaks,
        ];
}
