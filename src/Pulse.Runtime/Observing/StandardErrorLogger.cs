using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Pulse;

/// <summary>
/// Where warnings and errors go without a <see cref="PulseOptions.LoggerFactory"/>: to standard error, one line each.
/// The same line is written at most once a second; how often it was held back follows a second later.
/// </summary>
internal sealed class StandardErrorLogger(TimeProvider timeProvider) : ILogger
{
    // A hostile message's text may be long. What matters stands at the beginning.
    private const int LongestLine = 2_000;

    // Lines that differ in a routing key, say, are different lines: their number needs a bound, too.
    private const int MostLines = 1_000;
    private const string Others = "pulse: there are more than 1,000 different lines a second; not showing the others";

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    // Each line of the last second, with how often it was held back since it was written. Guards the writing, too.
    private readonly Dictionary<string, int> _recent = new(StringComparer.Ordinal);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Warning and < LogLevel.None;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    )
    {
        if (!IsEnabled(logLevel))
            return;
        var level = logLevel is LogLevel.Warning ? "warning" : "error";
        var text = string.Create(CultureInfo.InvariantCulture, $"pulse: {level} {eventId.Id}: ");
        Write(Escape(text + formatter(state, exception) + Describe(exception)));
    }

    /// <summary>Writes now how often lines were held back: nobody may be there in a second.</summary>
    public void Flush()
    {
        lock (_recent)
        {
            foreach (var line in _recent.Keys.ToList())
                WriteHeldBack(line);
        }
    }

    private void Write(string line)
    {
        lock (_recent)
        {
            if (_recent.Count >= MostLines && !_recent.ContainsKey(line))
                line = Others;
            if (_recent.TryGetValue(line, out var heldBack))
            {
                _recent[line] = heldBack + 1;
                return;
            }

            _recent.Add(line, 0);
            WriteLine(line);
        }

        DetachedTask.Run(() => HoldBackAsync(line));
    }

    private async Task HoldBackAsync(string line)
    {
        while (true)
        {
            await Task.Delay(Second, timeProvider).ConfigureAwait(false);
            lock (_recent)
            {
                if (!WriteHeldBack(line))
                {
                    _recent.Remove(line);
                    return;
                }
            }
        }
    }

    private bool WriteHeldBack(string line)
    {
        if (_recent[line] is not (> 0 and var times))
            return false;
        _recent[line] = 0;
        WriteLine(string.Create(CultureInfo.InvariantCulture, $"{line} (again, {times} times)"));
        return true;
    }

    private static void WriteLine(string line)
    {
        try
        {
            Console.Error.WriteLine(line);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // Nobody reads standard error any more.
        }
    }

    /// <summary>Our own exceptions say all; of others, their causes, and where the innermost was thrown.</summary>
    private static string Describe(Exception? exception)
    {
        if (exception is null or PulseException)
            return exception is null ? "" : $" {exception.Message}";
        var text = new StringBuilder();
        var innermost = exception;
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            text.Append(cause == exception ? " " : " ---> ").Append(cause.GetType()).Append(": ").Append(cause.Message);
            innermost = cause;
        }

        if (innermost.StackTrace is { } trace)
            text.Append(' ').Append(trace.Split('\n')[0].Trim());
        return text.ToString();
    }

    /// <summary>One line without characters that act on a terminal: what is in it may come from anyone.</summary>
    private static string Escape(string text)
    {
        var line = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (line.Length >= LongestLine)
                return line.Append('…').ToString();
            if (rune.Value is '\n')
                line.Append(@"\n");
            else if (rune.Value is '\r')
                line.Append(@"\r");
            else if (rune.Value is '\t')
                line.Append(@"\t");
            else if (ActsOnTerminal(rune))
                line.Append(CultureInfo.InvariantCulture, $@"\u{rune.Value:X4}");
            else
                line.Append(rune);
        }

        return line.ToString();
    }

    private static bool ActsOnTerminal(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.Control
                or UnicodeCategory.Format // such as those that change the direction of writing
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator;
}
