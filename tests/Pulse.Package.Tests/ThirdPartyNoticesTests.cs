using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Pulse.Package.Tests;

/// <summary>The notices hold for the libraries of others that the packages really bring.</summary>
[Collection(SharedFreshProjects.Name)]
public partial class ThirdPartyNoticesTests(FreshProjects projects)
{
    // A library's name and version, where to find it, and whose it is.
    [GeneratedRegex(@"^(?<name>\S+) (?<version>\d+\.\d+\.\d+)\nhttps://\S+\nCopyright .+$", RegexOptions.Multiline)]
    private static partial Regex Notice();

    private string Notices => Encoding.UTF8.GetString(projects.Runtime.Files()["THIRD-PARTY-NOTICES.txt"]);

    [Fact]
    public void The_notices_name_each_packed_library_of_others_and_no_other() =>
        Assert.Equal(
            PackedLibraries().Keys.Order(StringComparer.Ordinal),
            Noticed().Keys.Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Each_library_is_packed_unchanged_and_in_the_version_that_the_notices_name()
    {
        var packed = PackedLibraries();
        Assert.All(
            Noticed(),
            library =>
                Assert.Contains(
                    Directory.EnumerateFiles(library.Value, library.Key + ".dll", SearchOption.AllDirectories),
                    file => packed[library.Key].AsSpan().SequenceEqual(File.ReadAllBytes(file))
                )
        );
    }

    // The notices must say "All of them are under the MIT license" (today: "All three are").
    [Fact]
    public void Each_library_is_under_the_license_whose_text_the_notices_have()
    {
        Assert.Contains("All of them are under the MIT license", Notices.Replace('\n', ' '));
        Assert.Contains("Permission is hereby granted, free of charge", Notices);
        Assert.All(Noticed(), library => Assert.Equal("MIT", License(library.Value)));
    }

    private Dictionary<string, byte[]> PackedLibraries() =>
        projects
            .Runtime.Files()
            .Concat(projects.Taskcluster.Files())
            .Where(file => file.Key.EndsWith(".dll", StringComparison.Ordinal))
            .Select(file => (Name: Path.GetFileNameWithoutExtension(file.Key), file.Value))
            .Where(file => !file.Name.StartsWith("Pulse.", StringComparison.Ordinal))
            .ToDictionary(file => file.Name, file => file.Value);

    // By name, the folder that NuGet restored that version to.
    private Dictionary<string, string> Noticed() =>
        Notice()
            .Matches(Notices)
            .ToDictionary(
                notice => notice.Groups["name"].Value,
                notice =>
                    Path.Combine(
                        Repository.PackageFolder,
                        notice.Groups["name"].Value.ToLowerInvariant(),
                        notice.Groups["version"].Value
                    )
            );

    private static string License(string package)
    {
        var nuspec = Assert.Single(Directory.EnumerateFiles(package, "*.nuspec"));
        return XDocument.Load(nuspec).Descendants().Single(element => element.Name.LocalName == "license").Value;
    }
}
