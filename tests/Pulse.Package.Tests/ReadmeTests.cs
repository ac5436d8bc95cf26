using System.Text.RegularExpressions;
using Pulse.Docs.Tests;

namespace Pulse.Package.Tests;

/// <summary>The README and the page about own references, followed to the letter, against the demo's broker.</summary>
[Collection(SharedFreshProjects.Name)]
public sealed partial class ReadmeTests(NewUser user) : IClassFixture<NewUser>
{
    [Fact]
    public async Task The_steps_of_the_README_end_with_a_connected_program_and_a_typed_message()
    {
        var said = await user.WalkAsync();
        Assert.Contains($"Connected as user 'guest' at {WithoutUser(user.Demo.Url)}, ", said, StringComparison.Ordinal);
        Assert.Matches(TypedMessage(), said);
    }

    [Fact]
    public async Task The_first_program_says_in_its_first_line_that_there_is_no_broker()
    {
        await user.WalkAsync();
        var (_, errors) = await user.RunAsync(
            """
            export PULSE_URL=amqp://guest:guest@127.0.0.1:1
            cd ~/watcher && dotnet run --no-build
            """
        );
        var lines = errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            "Unhandled exception. Pulse.ConnectionFailedException: Cannot connect as user 'guest' at "
                + "amqp://127.0.0.1:1, virtual host '/': Connection refused (127.0.0.1:1). Check host, port and network.",
            lines[0]
        );
        Assert.True(lines.Length <= 12, errors);
    }

    [Fact]
    public async Task The_page_about_own_references_ends_with_a_typed_message()
    {
        await user.WalkAsync(); // Packs the packages.
        var page = Page.Of(Repository.PathOf("docs", "your-own-references.md"));
        string[] json = [.. page.Blocks("json")];
        var program = page.Section("A message, published and received").Blocks("csharp").Single();
        var project = await user.KeepAsync(
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              {page.Blocks("xml").First()}
            </Project>
            """
        );
        var (output, errors) = await user.RunAsync(
            $"""
            mkdir -p ~/builds/schemas && cp ~/watcher/nuget.config ~/builds && cd ~/builds
            cp {project} builds.csproj
            cp {await user.KeepAsync(json[0])} schemas/builds.json
            cp {await user.KeepAsync(json[1])} schemas/build-finished.json
            cp {await user.KeepAsync(program)} Program.cs
            {user.Demo.Line}
            dotnet run
            """
        );
        Assert.EndsWith("b1 timed out, 0 warnings", output + errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SIGTERM_ends_everything_that_the_demo_has_started()
    {
        await using var demo = await RunningDemo.StartAsync();
        Assert.NotEqual(user.Demo.Url, demo.Url); // The usual port is taken.
        Assert.Contains(demo.Processes, process => process.Contains("TaskclusterSniffer", StringComparison.Ordinal));
        Assert.Contains(demo.Processes, process => process.Contains("beam", StringComparison.Ordinal));
        Assert.Equal(0, await demo.TerminateAsync());
        Assert.Empty(demo.Processes);
    }

    private static string WithoutUser(string url) => url.Replace("guest:guest@", "", StringComparison.Ordinal);

    [GeneratedRegex(@"^[\w-]{22} is done, run \d+$", RegexOptions.Multiline)]
    private static partial Regex TypedMessage();
}
