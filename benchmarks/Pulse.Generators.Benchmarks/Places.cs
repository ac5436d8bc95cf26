using System.Reflection;

namespace Pulse.Generators.Benchmarks;

/// <summary>Paths that only the build knows.</summary>
internal static class Places
{
    /// <summary>The C# compiler of the SDK that built this.</summary>
    public static string Compiler => Metadata("Compiler");

    /// <summary>The framework's reference assemblies.</summary>
    public static string ReferencePack => Metadata("ReferencePack");

    /// <summary>A file beside this program.</summary>
    public static string Beside(string name) => Path.Combine(AppContext.BaseDirectory, name);

    /// <summary>The references and schemas of Taskcluster's six services.</summary>
    public static IEnumerable<string> Taskcluster =>
        Directory
            .EnumerateFiles(Repository.TaskclusterSchemas, "*.json", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal);

    private static string Metadata(string key) =>
        typeof(Places)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == key)
            .Value!;
}
