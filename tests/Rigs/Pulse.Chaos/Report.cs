using System.Globalization;
using System.Text;

namespace Pulse.Chaos;

/// <summary>The table of what came of each scenario, what it means, and what was not kept.</summary>
internal static class Report
{
    private const string Legend = """
        returns      how often the queue said that it was back: less where a fault passed unnoticed or came before it was
        published    messages that the broker confirmed; each with an id of its own, published again until confirmed; without
                     those that went with a queue that was not durable
        own          messages that the library's own publisher had confirmed, on the consumer's connection object, as the
                     others; failed: its publishes that ended with an error that says so, within the deadline of 5 s and 1 s
        duplicates   deliveries again of one and the same publishing; allowed: prefetch x faults; a pause is none
        again        seconds until the first delivery of a message that was published after the broker accepted again, the
                     connection was cut or closed, the queue was deleted, or a new leader confirmed again; the publisher's
                     own return is part of it where the fault hit it, too
        limit        2 s; where the peer falls silent, and 3 heartbeats to notice that; where it accepts and says nothing,
                     and the time to connect ("silent return" has the default of 30 s, and no use for it)
        leaks        connections and channels at the broker, failed tasks nobody saw, threads, objects, after disposal
        """;

    private static readonly string[] Head =
    [
        "scenario",
        "faults",
        "returns",
        "published",
        "received",
        "lost",
        "duplicates (allowed)",
        "own: published",
        "failed",
        "again: longest",
        "median",
        "limit",
        "leaks",
    ];

    public static string Write(int seed, IReadOnlyList<Outcome> outcomes)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"seed {seed}, heartbeat {Consumer.Heartbeat.TotalSeconds:0} s, ")
            .Append(CultureInfo.InvariantCulture, $"time to connect {Consumer.ConnectTimeout.TotalSeconds:0} s, ")
            .Append(CultureInfo.InvariantCulture, $"prefetch {Consumer.Prefetch}\n\n");
        AppendTable(text, [Head, .. outcomes.Select(Row), Total(outcomes)]);
        text.Append('\n').Append(Legend).Append('\n');
        foreach (var outcome in outcomes.Where(outcome => outcome.Violations.Count > 0))
        {
            text.Append(CultureInfo.InvariantCulture, $"\nBroken in \"{outcome.Scenario}\":\n");
            foreach (var violation in outcome.Violations)
                text.Append(CultureInfo.InvariantCulture, $"- {violation}\n");
            text.Append("The end of the log:\n");
            foreach (var line in outcome.Log)
                text.Append(CultureInfo.InvariantCulture, $"  {line}\n");
        }

        return text.ToString();
    }

    private static string[] Row(Outcome outcome) =>
        [
            outcome.Scenario,
            $"{outcome.Faults}",
            $"{outcome.Returns}",
            $"{outcome.Confirmed}",
            $"{outcome.Received}",
            $"{outcome.Lost}",
            $"{outcome.Duplicates} ({outcome.AllowedDuplicates})",
            $"{outcome.Published}",
            $"{outcome.PublishesFailed}",
            Seconds(outcome.Recoveries.Select(recovery => recovery.Elapsed).DefaultIfEmpty().Max()),
            Seconds(Median(outcome.Recoveries)),
            Seconds(outcome.Recoveries.Select(recovery => recovery.Limit).DefaultIfEmpty().Max()),
            $"{outcome.Leaks.Count}",
        ];

    private static string[] Total(IReadOnlyList<Outcome> outcomes) =>
        [
            "total",
            $"{outcomes.Sum(outcome => outcome.Faults)}",
            $"{outcomes.Sum(outcome => outcome.Returns)}",
            $"{outcomes.Sum(outcome => outcome.Confirmed)}",
            $"{outcomes.Sum(outcome => outcome.Received)}",
            $"{outcomes.Sum(outcome => outcome.Lost)}",
            $"{outcomes.Sum(outcome => outcome.Duplicates)} ({outcomes.Sum(outcome => outcome.AllowedDuplicates)})",
            $"{outcomes.Sum(outcome => outcome.Published)}",
            $"{outcomes.Sum(outcome => outcome.PublishesFailed)}",
            "",
            Seconds(Median([.. outcomes.SelectMany(outcome => outcome.Recoveries)])),
            "",
            $"{outcomes.Sum(outcome => outcome.Leaks.Count)}",
        ];

    private static TimeSpan Median(IReadOnlyList<Recovery> recoveries) =>
        recoveries.Select(recovery => recovery.Elapsed).Order().ElementAtOrDefault(recoveries.Count / 2);

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture);

    // The first column to the left, figures to the right.
    private static void AppendTable(StringBuilder text, IReadOnlyList<string[]> rows)
    {
        var widths = Head.Select((_, column) => rows.Max(row => row[column].Length)).ToList();
        foreach (var row in rows)
        {
            var cells = row.Select(
                (cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column])
            );
            text.AppendJoin("  ", cells).Append('\n');
        }
    }
}
