using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Pulse.NativeAot.Tests;

/// <summary><c>tests/Rigs/Pulse.NativeAot</c>, published as native code into a temporary folder.</summary>
internal sealed class NativeProgram : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pulse-native-").FullName;

    public static string RuntimeIdentifier =>
        $"linux-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";

    private string ProgramPath => Path.Combine(_folder, "Pulse.NativeAot");

    /// <summary>Publishes the program, which takes half a minute to a minute.</summary>
    /// <returns>The output of the tools, which fail at the first warning.</returns>
    public async Task<string> PublishAsync()
    {
        string[] arguments =
        [
            "publish",
            Repository.PathOf("tests", "Rigs", "Pulse.NativeAot"),
            "--configuration=Release",
            $"--runtime={RuntimeIdentifier}",
            $"--output={_folder}",
            // Outside the repository: a build of the solution may be using the project's own folders.
            $"--artifacts-path={Path.Combine(_folder, "artifacts")}",
            "-p:PulseNativeAot=true",
            "-p:UseSharedCompilation=false",
            "-nodeReuse:false",
            "-nologo",
        ];
        using var publish = Start("dotnet", arguments);
        var output = await publish.StandardOutput.ReadToEndAsync();
        await publish.WaitForExitAsync();
        Assert.True(publish.ExitCode == 0 && File.Exists(ProgramPath), output);
        return output;
    }

    public Process Run(params string[] arguments) => Start(ProgramPath, arguments);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Process Start(string program, IEnumerable<string> arguments) =>
        Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true }
        )!;
}
