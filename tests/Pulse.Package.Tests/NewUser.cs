using System.Diagnostics;
using Pulse.Docs.Tests;

namespace Pulse.Package.Tests;

/// <summary>
/// Somebody who follows the README: a home folder with nothing in it, a running demo, and a terminal in the clone. Packages
/// that a project of theirs needs are kept in that folder, so that no earlier version of ours is used.
/// </summary>
public sealed class NewUser : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly string _home = Directory.CreateTempSubdirectory("pulse-home-").FullName;
    private Task<string>? _walk;

    internal RunningDemo Demo { get; private set; } = null!;

    internal static Page Readme => Page.Of(Repository.PathOf("README.md")).Section("Your first message");

    public async Task InitializeAsync()
    {
        await File.WriteAllTextAsync(
            Path.Combine(_home, "nuget.config"),
            $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{Path.Combine(_home, "packages")}" /></config>
              <fallbackPackageFolders><add key="machine" value="{Repository.PackageFolder}" /></fallbackPackageFolders>
            </configuration>
            """
        );
        Demo = await RunningDemo.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await Demo.DisposeAsync();
        Directory.Delete(_home, recursive: true);
    }

    /// <summary>
    /// Does what the README says, once; returns what the program said until it showed a message.
    /// </summary>
    internal Task<string> WalkAsync() => _walk ??= WalkOnceAsync();

    /// <summary>Runs commands by the shell, from the clone, until they end or a line tells enough; returns what they wrote.</summary>
    internal async Task<(string Output, string Errors)> RunAsync(string commands, Func<string, bool>? isEnough = null)
    {
        // The home folder is the shell's alone: dotnet keeps its settings and packages in the real one.
        var script = $$"""
            set -e
            real=$HOME
            HOME={{_home}}
            dotnet() { HOME=$real command dotnet "$@"; }
            cd {{Repository.Root}}
            {{commands}}
            """;
        var start = new ProcessStartInfo("bash", ["-c", script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(Workplace.IsOfMSBuild).ToList())
            start.Environment.Remove(name);
        foreach (
            var (name, value) in new (string, string?)[]
            {
                ("NUGET_PACKAGES", null),
                ("DOTNET_NOLOGO", "1"),
                ("DOTNET_CLI_TELEMETRY_OPTOUT", "1"),
                ("MSBUILDDISABLENODEREUSE", "1"),
                ("DOTNET_CLI_USE_MSBUILD_SERVER", "0"),
                ("UseSharedCompilation", "false"),
                // What is packed has been built already.
                ("DOTNET_CLI_DISABLE_PUBLISH_AND_PACK_RELEASE", "true"),
            }
        )
            start.Environment[name] = value;

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = new List<string>();
        try
        {
            await ReadAsync().WaitAsync(Patience);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }

        return (string.Join('\n', output), await errors);

        async Task ReadAsync()
        {
            while (await process.StandardOutput.ReadLineAsync() is { } line)
            {
                output.Add(line);
                if (isEnough?.Invoke(line) is true)
                    return;
            }
        }
    }

    /// <summary>Keeps a file for the shell to copy; returns its path.</summary>
    internal async Task<string> KeepAsync(string text)
    {
        var path = Path.Combine(_home, $"{Guid.NewGuid():N}.txt");
        await File.WriteAllTextAsync(path, text);
        return path;
    }

    private async Task<string> WalkOnceAsync()
    {
        string[] blocks = [.. Readme.Blocks("sh")];
        Assert.Equal("./demo --follow\n", blocks[0]);
        Assert.StartsWith("export PULSE_URL=amqp://guest:guest@127.0.0.1:5672\n", blocks[2], StringComparison.Ordinal);
        Assert.Equal(3, blocks.Length);
        var program = await KeepAsync(Readme.Blocks("csharp").Single());
        // Pasted, as the README says: the port is another one where that is taken.
        var run = Demo.Line + blocks[2][blocks[2].IndexOf('\n')..];
        var (output, errors) = await RunAsync(
            $"""
            {blocks[1]}
            cp {program} Program.cs
            {run}
            """,
            line => line.Contains(" is done, run ", StringComparison.Ordinal)
        );
        return output + errors;
    }
}
