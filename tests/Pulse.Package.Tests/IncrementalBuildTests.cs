namespace Pulse.Package.Tests;

/// <summary>A build compiles again when a reference or schema has changed, and only then.</summary>
[Collection(SharedFreshProjects.Name)]
public class IncrementalBuildTests(FreshProjects projects)
{
    private string Schema => Path.Combine(projects.Folder, "Web", "schemas", "builds.json");

    private string Assembly => Path.Combine(projects.Folder, "Web", "obj", "Debug", "net10.0", "Web.dll");

    [Fact]
    public async Task Only_a_changed_or_removed_reference_file_compiles_the_project_again()
    {
        var text = await File.ReadAllTextAsync(Schema);
        var added = Path.Combine(Path.GetDirectoryName(Schema)!, "added.json");

        Assert.False(await CompilesAsync());
        try
        {
            await File.WriteAllTextAsync(Schema, text.Replace("\"constant\": \"build\"", "\"constant\": \"built\""));
            await File.WriteAllTextAsync(added, "{}");
            Assert.True(await CompilesAsync());
            Assert.Contains("\"built", await GeneratedAsync());

            File.Delete(added);
            Assert.True(await CompilesAsync());
        }
        finally
        {
            await File.WriteAllTextAsync(Schema, text);
            File.Delete(added);
        }
    }

    private async Task<bool> CompilesAsync()
    {
        var before = File.GetLastWriteTimeUtc(Assembly);
        var log = await projects.BuildAsync("Web", "--no-restore");
        var ran = log.Contains("CompilerServer: server - server processed compilation - Web (");
        Assert.True(ran || File.GetLastWriteTimeUtc(Assembly) == before);
        return ran;
    }

    private Task<string> GeneratedAsync()
    {
        var folder = Path.Combine(Path.GetDirectoryName(Assembly)!, "generated");
        return File.ReadAllTextAsync(
            Directory.GetFiles(folder, "BuildEvents.BuildFinished.g.cs", SearchOption.AllDirectories).Single()
        );
    }
}
