using System.Reflection;

namespace Pulse.Package.Tests;

/// <summary>What this assembly knows of its own build.</summary>
internal static class TestBuild
{
    public static string RepositoryRoot => Value("RepositoryRoot");

    public static string Configuration => Value("Configuration");

    /// <summary>Where the machine keeps the packages that it has already fetched.</summary>
    public static string PackageFolder => Value("PackageFolder");

    private static string Value(string key) =>
        typeof(TestBuild)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == key)
            .Value!;
}
