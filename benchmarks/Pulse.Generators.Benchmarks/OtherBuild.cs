using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;

namespace Pulse.Generators.Benchmarks;

/// <summary>The generator of another build of this program, with the libraries beside it.</summary>
internal sealed class OtherBuild(string folder) : AssemblyLoadContext
{
    // A build with other libraries does not have all of them.
    public static readonly IReadOnlyList<string> Files =
    [
        "Pulse.Generators.dll",
        "Pulse.References.dll",
        "NJsonSchema.dll",
        "NJsonSchema.Annotations.dll",
        "Namotion.Reflection.dll",
        "Newtonsoft.Json.dll",
    ];

    public static IIncrementalGenerator GeneratorIn(string folder) =>
        (IIncrementalGenerator)
            Activator.CreateInstance(
                new OtherBuild(folder)
                    .LoadFromAssemblyPath(Path.Combine(folder, Files[0]))
                    .GetType(typeof(PulseGenerator).FullName!, throwOnError: true)!
            )!;

    protected override Assembly? Load(AssemblyName assemblyName) =>
        Files.Contains(assemblyName.Name + ".dll")
        && Path.Combine(folder, assemblyName.Name + ".dll") is var file
        && File.Exists(file)
            ? LoadFromAssemblyPath(file)
            : null;
}
