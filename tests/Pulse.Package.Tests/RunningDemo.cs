using System.Diagnostics;

namespace Pulse.Package.Tests;

/// <summary>The program <c>./demo --follow</c>, once it has said how others connect to its broker.</summary>
internal sealed class RunningDemo : IAsyncDisposable
{
    private const string Start = "export PULSE_URL=";
    private const string Variable = "PULSE_DEMO_MARK";

    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(30);

    private readonly Process _script;
    private readonly Task<string> _errors;

    // Every process that the demo starts inherits it, also one whose parent has ended.
    private readonly string _mark;

    private RunningDemo(Process script, string mark)
    {
        _script = script;
        _mark = mark;
        _errors = script.StandardError.ReadToEndAsync();
    }

    /// <summary>The line to copy.</summary>
    public string Line { get; private set; } = "";

    public string Url => Line[Start.Length..];

    /// <summary>The processes that were started, as far as they still run.</summary>
    public IReadOnlyList<string> Processes =>
        [
            .. Directory
                .EnumerateDirectories("/proc")
                .Where(folder => Read(folder, "environ").Contains($"{Variable}={_mark}", StringComparison.Ordinal))
                .Select(folder => Read(folder, "cmdline").Replace('\0', ' ')),
        ];

    public static async Task<RunningDemo> StartAsync()
    {
        var mark = $"{Guid.NewGuid():N}";
        var start = new ProcessStartInfo(Repository.PathOf("demo"), ["--follow"])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(Workplace.IsOfMSBuild).ToList())
            start.Environment.Remove(name);
        foreach (var name in new[] { "PULSE_URL", "PULSE_USERNAME", "PULSE_PASSWORD" })
            start.Environment.Remove(name);
        start.Environment[Variable] = mark;
        var demo = new RunningDemo(Process.Start(start)!, mark);
        try
        {
            await demo.ReadLineAsync().WaitAsync(StartTimeout);
            return demo;
        }
        catch
        {
            await demo.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends SIGTERM to the script alone, and waits until it has ended; returns its exit code.</summary>
    public async Task<int> TerminateAsync()
    {
        if (!_script.HasExited)
            Process.Start("kill", ["-TERM", $"{_script.Id}"]).Dispose();
        await _script.WaitForExitAsync().WaitAsync(StopTimeout);
        return _script.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        await TerminateAsync();
        _script.Dispose();
    }

    private async Task ReadLineAsync()
    {
        while (await _script.StandardOutput.ReadLineAsync() is { } line)
        {
            if (!line.StartsWith(Start, StringComparison.Ordinal))
                continue;
            Line = line;
            // What follows must not fill the pipe.
            _ = _script.StandardOutput.ReadToEndAsync();
            return;
        }

        throw new InvalidOperationException($"./demo ended before it was ready:\n{await _errors}");
    }

    private static string Read(string folder, string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, file));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return ""; // It is no process, has ended, or is somebody else's.
        }
    }
}
