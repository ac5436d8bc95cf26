namespace Pulse.NativeAot.Tests;

/// <summary>A test that needs what <c>eng/install-native-aot</c> installs; skipped, with the reason, if it is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NativeAotFactAttribute : FactAttribute
{
    public NativeAotFactAttribute() => Skip = Missing();

    private static string? Missing()
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (!new[] { "clang", "gcc" }.Any(compiler => path.Any(folder => File.Exists(Path.Combine(folder, compiler)))))
            return "There is no C compiler (clang or gcc) to link native code with.";
        // In lower case, as NuGet lays it out.
        var package = $"runtime.{NativeProgram.RuntimeIdentifier}.microsoft.dotnet.ilcompiler";
        return Directory.Exists(Path.Combine(Repository.PackageFolder, package))
            ? null
            : $"The package {package} has not been restored: eng/install-native-aot does that, where there is a source that has it.";
    }
}
