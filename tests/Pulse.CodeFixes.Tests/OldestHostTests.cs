using System.Reflection;

namespace Pulse.CodeFixes.Tests;

/// <summary>What an editor of the oldest supported SDK (compiler API 4.8) can load.</summary>
public class OldestHostTests
{
    private static readonly Version Oldest = new(4, 8, 0, 0);

    [Theory]
    [InlineData("Pulse.CodeFixes")]
    [InlineData("Pulse.Generators")]
    public void Assemblies_refer_to_no_compiler_API_newer_than_the_oldest_host_s(string assembly)
    {
        var references = Assembly.Load(assembly).GetReferencedAssemblies();
        Assert.All(
            references.Where(one => one.Name!.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal)),
            one => Assert.True(one.Version <= Oldest, one.FullName)
        );
        Assert.DoesNotContain(references, one => one.Name!.StartsWith("System.Composition", StringComparison.Ordinal));
        Assert.Equal(
            assembly == "Pulse.CodeFixes",
            references.Any(one => one.Name!.Contains("Workspaces", StringComparison.Ordinal))
        );
    }
}
