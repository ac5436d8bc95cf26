using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Pulse.Package.Tests;

/// <summary>
/// A folder outside the repository with a package feed and a packages folder of its own, so that tests leave no trace
/// in the user's. Packages that are not in the feed come from the machine's usual sources.
/// </summary>
internal sealed class Workplace : IDisposable
{
    // The .NET that runs the tests.
    private static readonly string DotnetRoot = Path.GetFullPath(
        Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..")
    );

    private readonly Dictionary<string, string?> _environment;

    public Workplace()
    {
        Root = Directory.CreateTempSubdirectory("pulse-package-").FullName;
        Directory.CreateDirectory(Feed);
        File.WriteAllText(
            Path.Combine(Root, "nuget.config"),
            $"""
            <configuration>
              <packageSources>
                <add key="feed" value="feed" />
              </packageSources>
              <fallbackPackageFolders>
                <add key="machine" value="{Repository.PackageFolder}" />
              </fallbackPackageFolders>
            </configuration>
            """
        );
        _environment = new()
        {
            ["NUGET_PACKAGES"] = Path.Combine(Root, "packages"),
            ["MSBUILDDISABLENODEREUSE"] = "1",
            ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
            ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
            ["DOTNET_ROOT"] = DotnetRoot,
            ["DOTNET_NOLOGO"] = "1",
            // Lets a net8.0 program run on the newest runtime if there is no other.
            ["DOTNET_ROLL_FORWARD"] = "Major",
            // The versions that the fresh projects name; MSBuild sees variables as properties.
            ["PulseVersion"] = Version,
            ["OtherPulseVersion"] = OtherVersion,
        };
    }

    public string Root { get; }

    public string Feed => Path.Combine(Root, "feed");

    /// <summary>A version that no other feed or folder has.</summary>
    public string Version { get; } = $"0.1.0-test.{Guid.NewGuid():n}";

    public string OtherVersion => Version + ".other";

    public Task<string> DotnetAsync(string folder, params string[] arguments) =>
        RunAsync(folder, Path.Combine(DotnetRoot, "dotnet"), arguments);

    public Task<string> RunAsync(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = Path.Combine(Root, folder) };

        // The SDK that runs the tests leaves variables behind that another MSBuild would take for its settings.
        foreach (var name in start.Environment.Keys.Where(IsOfMSBuild).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in _environment)
            start.Environment[name] = value;
        return Command.RunAsync(start);
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);

    internal static bool IsOfMSBuild(string name) => name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase);
}
