using System.Diagnostics.Metrics;
using System.Reflection;
using Microsoft.Extensions.Logging;

namespace Pulse.Docs.Tests;

/// <summary>The tables of <c>docs/logs-and-counters.md</c> list what the runtime logs and counts.</summary>
public class LogTableTests
{
    private const string Name = "docs/logs-and-counters.md";

    private static readonly Assembly Runtime = typeof(PulseConnection).Assembly;

    [Fact]
    public void The_table_of_events_lists_each_log_line_with_its_level() =>
        Assert.Equal(
            Methods("Pulse.Log")
                .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>())
                .OfType<LoggerMessageAttribute>()
                .Select(line => (line.EventId, line.Level.ToString()))
                .Order(),
            Rows().Where(cells => char.IsAsciiDigit(cells[0].FirstOrDefault())).SelectMany(Events).Order()
        );

    [Fact]
    public void The_table_of_counters_lists_each_counter() =>
        Assert.Equal(
            Fields("Pulse.Metrics")
                .Select(field => field.GetValue(null))
                .OfType<Instrument>()
                .Select(one => one.Name)
                .Order(),
            Rows()
                .Select(cells => cells[0].Trim('`'))
                .Where(name => name.StartsWith("pulse.", StringComparison.Ordinal))
                .Order()
        );

    /// <summary>A row's events: where there is one level, it is that of all of them.</summary>
    private static IEnumerable<(int, string)> Events(string[] cells)
    {
        var levels = cells[1].Split(", ");
        return cells[0].Split(", ").Select((id, index) => (int.Parse(id), levels[levels.Length == 1 ? 0 : index]));
    }

    private static IEnumerable<string[]> Rows() =>
        Page
            .All.Single(page => page.Name == Name)
            .Text.Split('\n')
            .Where(line => line.StartsWith('|'))
            .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries));

    private static MethodInfo[] Methods(string type) =>
        Runtime.GetType(type, throwOnError: true)!.GetMethods(BindingFlags.Static | BindingFlags.Public);

    private static FieldInfo[] Fields(string type) =>
        Runtime.GetType(type, throwOnError: true)!.GetFields(BindingFlags.Static | BindingFlags.Public);
}
