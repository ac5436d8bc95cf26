using System.Reflection;

namespace Pulse.NativeAot.Tests;

/// <summary>Where things are on this machine.</summary>
internal static class Repository
{
    public static string Root { get; } = Metadata("RepositoryRoot");

    /// <summary>The folder that NuGet restores packages to.</summary>
    public static string Packages { get; } = Metadata("Packages");

    private static string Metadata(string key) =>
        Assembly
            .GetExecutingAssembly()
            .GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == key)
            .Value!;
}
