using System.Reflection.PortableExecutable;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Pulse.Package.Tests;

/// <summary>The content and the metadata of the packages.</summary>
[Collection(SharedFreshProjects.Name)]
public partial class PackageContentTests(FreshProjects projects)
{
    [GeneratedRegex(@"\]\((?!https://)")]
    private static partial Regex RelativeLink();

    [Fact]
    public void The_runtime_package_holds_the_library_the_generator_with_all_it_needs_and_nothing_else() =>
        Assert.Equal(
            [
                "PACKAGE.md",
                "Pulse.Runtime.nuspec",
                "THIRD-PARTY-NOTICES.txt",
                "analyzers/dotnet/cs/NJsonSchema.Annotations.dll",
                "analyzers/dotnet/cs/NJsonSchema.dll",
                "analyzers/dotnet/cs/Namotion.Reflection.dll",
                "analyzers/dotnet/cs/Newtonsoft.Json.dll",
                "analyzers/dotnet/cs/Pulse.CodeFixes.dll",
                "analyzers/dotnet/cs/Pulse.Generators.dll",
                "analyzers/dotnet/cs/Pulse.References.dll",
                "buildTransitive/net8.0/Pulse.Runtime.targets",
                "icon.png",
                "lib/net10.0/Pulse.Runtime.dll",
                "lib/net10.0/Pulse.Runtime.xml",
                "lib/net8.0/Pulse.Runtime.dll",
                "lib/net8.0/Pulse.Runtime.xml",
            ],
            projects.Runtime.Files().Keys.Order(StringComparer.Ordinal)
        );

    [Fact]
    public void The_Taskcluster_package_holds_its_library_and_nothing_else() =>
        Assert.Equal(
            [
                "PACKAGE.md",
                "Pulse.Taskcluster.nuspec",
                "icon.png",
                "lib/net10.0/Pulse.Taskcluster.dll",
                "lib/net10.0/Pulse.Taskcluster.xml",
                "lib/net8.0/Pulse.Taskcluster.dll",
                "lib/net8.0/Pulse.Taskcluster.xml",
            ],
            projects.Taskcluster.Files().Keys.Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Both_packages_say_what_they_are_and_under_which_license() =>
        Assert.All(
            new[] { projects.Runtime, projects.Taskcluster },
            package =>
            {
                var metadata = package.Metadata();
                Assert.Equal("MIT", Value(metadata, "license"));
                Assert.Equal("PACKAGE.md", Value(metadata, "readme"));
                Assert.Equal("icon.png", Value(metadata, "icon"));
                var readme = Encoding.UTF8.GetString(package.Files()["PACKAGE.md"]);
                Assert.DoesNotMatch(RelativeLink(), readme);
                Assert.Contains("](https://", readme, StringComparison.Ordinal);
                Assert.Contains(
                    "Tested on Linux with .NET 8 and .NET 10, and with RabbitMQ 3.10.8.",
                    readme,
                    StringComparison.Ordinal
                );
                Assert.All(
                    ["authors", "description", "tags", "releaseNotes"],
                    name => Assert.NotEmpty(Value(metadata, name))
                );
                var repository = Element(metadata, "repository");
                Assert.Equal("git", repository.Attribute("type")!.Value);
                Assert.Matches("^[0-9a-f]{40}$", repository.Attribute("commit")!.Value);
            }
        );

    [Fact]
    public void The_runtime_depends_on_the_client_and_on_logging_and_the_generator_on_no_package() =>
        Assert.Equal(
            [
                "net10.0: Microsoft.Extensions.Logging.Abstractions",
                "net10.0: RabbitMQ.Client",
                "net8.0: Microsoft.Extensions.Logging.Abstractions",
                "net8.0: RabbitMQ.Client",
            ],
            Dependencies(projects.Runtime)
        );

    [Fact]
    public void Taskcluster_depends_on_the_runtime_of_its_own_version_and_lets_its_generator_through() =>
        Assert.Equal(
            [$"net10.0: Pulse.Runtime {projects.Version} All", $"net8.0: Pulse.Runtime {projects.Version} All"],
            Dependencies(
                projects.Taskcluster,
                dependency => $" {dependency.Attribute("version")!.Value} {dependency.Attribute("include")?.Value}"
            )
        );

    [Theory]
    [InlineData("lib/net8.0/Pulse.Runtime", "T:Pulse.PulseConnection")]
    [InlineData("lib/net10.0/Pulse.Runtime", "T:Pulse.PulseConnection")]
    [InlineData("lib/net8.0/Pulse.Taskcluster", "P:Pulse.QueueEvents.TaskCompleted.WorkerType")]
    [InlineData("lib/net10.0/Pulse.Taskcluster", "P:Pulse.QueueEvents.TaskCompleted.WorkerType")]
    public void Documentation_lies_beside_each_library(string library, string member) =>
        Assert.Contains($"\"{member}\"", Encoding.UTF8.GetString(AllFiles()[library + ".xml"]));

    [Fact]
    public void Each_of_our_assemblies_is_reproducible_and_holds_its_own_symbols() =>
        Assert.All(
            AllFiles()
                .Where(file => file.Key.Contains("/Pulse.") && file.Key.EndsWith(".dll", StringComparison.Ordinal)),
            file =>
            {
                using var reader = new PEReader(new MemoryStream(file.Value));
                var entries = reader.ReadDebugDirectory().Select(entry => entry.Type).ToList();
                Assert.Contains(DebugDirectoryEntryType.EmbeddedPortablePdb, entries);
                Assert.Contains(DebugDirectoryEntryType.Reproducible, entries);
            }
        );

    private Dictionary<string, byte[]> AllFiles() =>
        projects
            .Runtime.Files()
            .Concat(projects.Taskcluster.Files().Where(file => file.Key.StartsWith("lib/", StringComparison.Ordinal)))
            .ToDictionary();

    private static IEnumerable<string> Dependencies(PackageFile package, Func<XElement, string>? more = null) =>
        from framework in Element(package.Metadata(), "dependencies").Elements()
        from dependency in framework.Elements()
        orderby framework.Attribute("targetFramework")!.Value, dependency.Attribute("id")!.Value
        select $"{framework.Attribute("targetFramework")!.Value}: {dependency.Attribute("id")!.Value}{more?.Invoke(dependency)}";

    private static string Value(XElement metadata, string name) => Element(metadata, name).Value;

    private static XElement Element(XElement metadata, string name) =>
        metadata.Elements().Single(element => element.Name.LocalName == name);
}
