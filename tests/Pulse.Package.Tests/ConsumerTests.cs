using System.Text.RegularExpressions;

namespace Pulse.Package.Tests;

/// <summary>Fresh projects of every kind use the packages, and run.</summary>
[Collection(SharedFreshProjects.Name)]
public partial class ConsumerTests(FreshProjects projects)
{
    private static readonly string[] Projects = ["App", "Console", "Library", "Web", "Worker"];

    // The generator's parts, and the fresh projects' references and schemas.
    [GeneratedRegex(
        "Newtonsoft|NJsonSchema|Namotion|Pulse\\.Generators|Pulse\\.References|build-finished|builds\\.json"
    )]
    private static partial Regex BuildTimeOnly();

    [Fact]
    public async Task A_console_on_net8_runs_what_was_generated() =>
        Assert.Equal("build.gecko b1 passed", await projects.RunBuiltAsync("Console"));

    [Fact]
    public async Task A_worker_runs_with_the_generator_that_came_with_the_Taskcluster_package() =>
        Assert.Equal("build.from-settings primary.*.*.*.*.*.b-linux.*.*.#", await projects.RunBuiltAsync("Worker"));

    [Fact]
    public async Task A_program_uses_a_librarys_types_and_has_its_own_generated_by_the_package_that_the_library_names() =>
        Assert.Equal("build.theirs exchange/staging/finished build.ours failed", await projects.RunBuiltAsync("App"));

    [Theory]
    [InlineData("net48", "Pulse.Runtime")]
    [InlineData("netstandard2.0", "Pulse.Runtime")]
    [InlineData("netstandard2.1", "Pulse.Runtime")]
    [InlineData("net6.0", "Pulse.Runtime")]
    [InlineData("net48", "Pulse.Taskcluster")]
    public async Task An_older_framework_fails_at_restore(string framework, string package)
    {
        var project = $"Old-{framework}-{package}";
        Directory.CreateDirectory(Path.Combine(projects.Folder, project));
        await File.WriteAllTextAsync(
            Path.Combine(projects.Folder, project, "Old.csproj"),
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>{framework}</TargetFramework>
                <CheckEolTargetFramework>false</CheckEolTargetFramework>
                <AutomaticallyUseReferenceAssemblyPackages>false</AutomaticallyUseReferenceAssemblyPackages>
                <DisableImplicitFrameworkReferences>true</DisableImplicitFrameworkReferences>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="{package}" Version="{projects.Version}" />
              </ItemGroup>
            </Project>
            """
        );
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => projects.DotnetAsync(project, "restore"));
        Assert.Contains("NU1202", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_compiler_server_compiled_each_fresh_project()
    {
        var compiled = Projects.Where(project =>
            projects.BuildLog.Contains($"CompilerServer: server - server processed compilation - {project} (")
        );
        Assert.Equal(Projects, compiled);
    }

    [Fact]
    public void Each_project_gets_the_generator_of_its_own_package_version_from_one_compiler_server() =>
        Assert.All(
            Projects,
            project =>
            {
                var expected = project == "Web" ? FreshProjects.OtherHeader : FreshProjects.Header;
                var generated = Directory
                    .EnumerateFiles(
                        Path.Combine(projects.Folder, project, "obj"),
                        "*.g.cs",
                        SearchOption.AllDirectories
                    )
                    .Where(file => file.Contains("Pulse.Generators", StringComparison.Ordinal))
                    .ToList();
                Assert.NotEmpty(generated);
                Assert.All(generated, file => Assert.Equal(expected, File.ReadLines(file).First()));
            }
        );

    [Fact]
    public void The_output_of_a_build_holds_no_generator_and_no_schema() =>
        Assert.All(Projects, project => AssertOutput(Path.Combine(projects.Folder, project, "bin")));

    [Fact]
    public async Task A_console_publishes_as_one_trimmed_file_that_brings_its_own_net8_runtime()
    {
        var folder = await projects.PublishAsync("Console", "--use-current-runtime", "--self-contained");
        AssertOutput(folder);
        Assert.Equal(["Console", "Console.pdb"], Names(folder));
        Assert.Equal("build.gecko b1 passed", await projects.RunAsync(Path.Combine(folder, "Console")));
        Assert.True(new FileInfo(Path.Combine(folder, "Console")).Length < 30_000_000, "The whole of .NET is in it.");
    }

    [Fact]
    public async Task A_worker_publishes_as_one_file_with_its_settings_beside_it()
    {
        var folder = await projects.PublishAsync("Worker", "--no-build", "--configuration=Debug");
        AssertOutput(folder);
        Assert.Equal(["Worker", "Worker.pdb", "appsettings.json"], Names(folder));
        Assert.Equal(
            "build.from-settings primary.*.*.*.*.*.b-linux.*.*.#",
            await projects.RunAsync(Path.Combine(folder, "Worker"))
        );
    }

    [Fact]
    public async Task A_web_application_publishes_its_settings_and_what_it_serves_but_no_schema()
    {
        var folder = await projects.PublishAsync("Web");
        AssertOutput(folder);
        Assert.Subset(Names(folder).ToHashSet(), new HashSet<string> { "appsettings.json", "Web" });
        Assert.Equal(
            """build.from-settings { "served": true }""",
            await projects.RunAsync(Path.Combine(folder, "Web"))
        );
    }

    // Files go by their names; lists of dependencies and single-file bundles name what they hold.
    private static void AssertOutput(string folder)
    {
        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.DoesNotMatch(BuildTimeOnly(), Path.GetFileName(file)));
        Assert.All(
            files.Where(file => file.EndsWith(".deps.json", StringComparison.Ordinal) || Path.GetExtension(file) == ""),
            file => Assert.DoesNotMatch(BuildTimeOnly(), System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(file)))
        );
    }

    private static IEnumerable<string> Names(string folder) =>
        Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal);
}
