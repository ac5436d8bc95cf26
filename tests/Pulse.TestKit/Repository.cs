using System.Reflection;

namespace Pulse.TestKit;

/// <summary>The repository's folders, and how this build was made.</summary>
public static class Repository
{
    public static string Root { get; } = Metadata("RepositoryRoot");

    /// <summary><c>Debug</c> or <c>Release</c>.</summary>
    public static string Configuration { get; } = Metadata("Configuration");

    /// <summary>The folder that NuGet restores packages to.</summary>
    public static string PackageFolder { get; } = Metadata("PackageFolder");

    /// <summary>Our copy of Taskcluster's references and schemas.</summary>
    public static string TaskclusterSchemas { get; } = PathOf("schemas", "taskcluster");

    /// <summary>The references as Taskcluster publishes them, where they lie beside the repository.</summary>
    public static string PublishedReferences { get; } =
        Path.GetFullPath(Path.Combine(Root, "..", "shared", "taskcluster"));

    /// <summary>A path inside the repository.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>A file that the build of a project has put into its output folder.</summary>
    public static string OutputOf(string project, string framework, string file) =>
        PathOf(project, "bin", Configuration, framework, file);

    /// <summary>The JSON files of a tree, by their paths inside it.</summary>
    public static SortedDictionary<string, string> JsonFiles(string root) =>
        new(
            Directory
                .EnumerateFiles(root, "*.json", SearchOption.AllDirectories)
                .ToDictionary(path => Path.GetRelativePath(root, path).Replace('\\', '/'), File.ReadAllText),
            StringComparer.Ordinal
        );

    private static string Metadata(string key) =>
        typeof(Repository)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == key)
            .Value!;
}
