namespace TaskclusterSniffer;

/// <summary>Prints one line for each message, in colour on a terminal, and counts the messages.</summary>
internal sealed class Screen
{
    private readonly bool _isTerminal =
        !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null or "";
    private readonly Dictionary<string, int> _counts = [];
    private readonly Lock _lock = new();

    public void Say(string text)
    {
        lock (_lock)
            Console.WriteLine(text);
    }

    public void Show(string kind, QueueEvents.TaskStatus task, string details, IReadOnlyList<string> routes) =>
        Show(kind, task.TaskId, task.TaskQueueId, task.State.Text, details, routes);

    public void Show(
        string kind,
        string subject,
        string place,
        string state = "",
        string details = "",
        params IReadOnlyList<string> routes
    )
    {
        var line = $"{Coloured(kind, $"{kind, -12}")} {subject, -22}  {place, -24} {state, -11} {details}".TrimEnd();
        if (routes.Count > 0)
            line += Coloured("route", "  → " + string.Join(", ", routes));
        lock (_lock)
        {
            _counts[kind] = _counts.GetValueOrDefault(kind) + 1;
            Console.WriteLine(line);
        }
    }

    public void ShowSummary()
    {
        lock (_lock)
        {
            var counts = _counts
                .OrderBy(count => count.Key, StringComparer.Ordinal)
                .Select(count => $"{count.Value} {count.Key}");
            Console.WriteLine(
                $"{_counts.Values.Sum()} messages: {(_counts.Count == 0 ? "none" : string.Join(", ", counts))}"
            );
        }
    }

    private string Coloured(string kind, string text)
    {
        if (!_isTerminal)
            return text;
        var colour = kind switch
        {
            "completed" or "indexed" => 32, // green
            "failed" => 31, // red
            "exception" => 35, // magenta
            "running" => 33, // yellow
            "push" or "pull request" or "task group" => 94, // bright blue
            "hook created" or "hook updated" => 95, // bright magenta
            "route" => 90, // grey
            _ => 36, // cyan
        };
        return $"\e[{colour}m{text}\e[0m";
    }
}
