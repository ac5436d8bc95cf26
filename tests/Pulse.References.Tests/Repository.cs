using System.Reflection;

namespace Pulse.References.Tests;

/// <summary>Where the repository's own files are.</summary>
internal static class Repository
{
    public static string Root { get; } =
        typeof(Repository)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "RepositoryRoot")
            .Value!;

    public static string TaskclusterSchemas { get; } = Path.Combine(Root, "schemas", "taskcluster");

    /// <summary>The references as Taskcluster publishes them, where they lie beside the repository.</summary>
    public static string PublishedReferences { get; } =
        Path.GetFullPath(Path.Combine(Root, "..", "shared", "taskcluster"));

    /// <summary>The JSON files of a tree, by their paths inside it.</summary>
    public static SortedDictionary<string, string> JsonFiles(string root) =>
        new(
            Directory
                .EnumerateFiles(root, "*.json", SearchOption.AllDirectories)
                .ToDictionary(path => Path.GetRelativePath(root, path).Replace('\\', '/'), File.ReadAllText),
            StringComparer.Ordinal
        );
}
