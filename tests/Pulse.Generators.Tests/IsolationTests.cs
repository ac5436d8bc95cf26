using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Pulse.Generators.Tests;

/// <summary>
/// The generator opens no file and no socket, whatever a <c>$ref</c> says: the operating system is asked, by
/// strace, what a process requests of it while the generator runs there.
/// </summary>
public sealed partial class IsolationTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"pulse-bait-{Guid.NewGuid():n}.json");

    /// <summary>What could be opened is there.</summary>
    public IsolationTests() => File.WriteAllText(_file, """{ "type": "string" }""");

    [Fact]
    public void The_generator_requests_no_file_and_no_socket_whatever_a_reference_says()
    {
        var (during, all) = Trace("generator");
        Assert.Empty(during);
        Assert.DoesNotContain(all, call => call.Contains(Path.GetFileName(_file), StringComparison.Ordinal));
    }

    [Fact]
    public void A_resolver_that_does_would_be_found_out()
    {
        var (during, _) = Trace("resolver");
        Assert.Contains(
            during,
            call => call.Contains("open", StringComparison.Ordinal) && call.Contains(_file, StringComparison.Ordinal)
        );
        Assert.Contains(
            during,
            call =>
                call.Contains("connect(", StringComparison.Ordinal)
                && call.Contains("127.0.0.1", StringComparison.Ordinal)
        );
    }

    public void Dispose() => File.Delete(_file);

    /// <summary>Traces all requests that have to do with files or the network.</summary>
    /// <returns>The requests between the marks, and all.</returns>
    private (List<string> During, List<string> All) Trace(string work)
    {
        var program = Repository.OutputOf(
            "tests/Rigs/Pulse.Generators.Isolation",
            "net10.0",
            "Pulse.Generators.Isolation.dll"
        );
        var log = _file + ".strace";
        var start = new ProcessStartInfo("strace")
        {
            ArgumentList = { "-f", "-qq", "-s", "4096", "-e", "trace=%file,%network", "-e", "signal=none", "-o", log },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // No collection in between, for which .NET would look up how much memory there is.
            Environment = { ["DOTNET_GCgen0size"] = "20000000" },
        };
        foreach (var argument in (string[])["dotnet", program, work, _file])
            start.ArgumentList.Add(argument);
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, $"{errors}\n{output.Result}");

            // Not the start of the program, among whose arguments the file is.
            var calls = File.ReadLines(log)
                .Where(line => Call().IsMatch(line) && !line.Contains("execve(", StringComparison.Ordinal))
                .ToList();
            var begin = calls.FindIndex(call => call.Contains("/pulse-mark-begin", StringComparison.Ordinal));
            var end = calls.FindIndex(call => call.Contains("/pulse-mark-end", StringComparison.Ordinal));
            Assert.True(0 <= begin && begin < end, "The marks are missing.");
            return (calls[(begin + 1)..end], calls);
        }
        finally
        {
            File.Delete(log);
        }
    }

    [GeneratedRegex(@"^\d+ +(\w+\(|<\.\.\. \w+ resumed)")]
    private static partial Regex Call();
}
