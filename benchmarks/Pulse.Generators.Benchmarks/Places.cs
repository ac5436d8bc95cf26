using System.Reflection;

namespace Pulse.Generators.Benchmarks;

/// <summary>The paths that the build has recorded.</summary>
internal static class Places
{
    public static string RepositoryRoot => Metadata("RepositoryRoot");

    /// <summary>The C# compiler of the SDK that built this.</summary>
    public static string Compiler => Metadata("Compiler");

    /// <summary>The framework's reference assemblies.</summary>
    public static string ReferencePack => Metadata("ReferencePack");

    /// <summary>A file beside this program.</summary>
    public static string Beside(string name) => Path.Combine(AppContext.BaseDirectory, name);

    /// <summary>The references and schemas of Taskcluster's six services.</summary>
    public static IEnumerable<string> Taskcluster =>
        Directory
            .EnumerateFiles(
                Path.Combine(RepositoryRoot, "schemas", "taskcluster"),
                "*.json",
                SearchOption.AllDirectories
            )
            .Order(StringComparer.Ordinal);

    private static string Metadata(string key) =>
        typeof(Places)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == key)
            .Value!;
}
