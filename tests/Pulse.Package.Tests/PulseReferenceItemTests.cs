namespace Pulse.Package.Tests;

/// <summary><c>PulseReference</c> behaves as an item of MSBuild does; nothing here is built.</summary>
[Collection(SharedFreshProjects.Name)]
public class PulseReferenceItemTests(FreshProjects projects)
{
    private readonly ItemsProject _project = new(projects);

    [Theory]
    [InlineData("""<PulseReference Include="schemas/**/*.json" />""", "schemas/a.json schemas/v1/b.json")]
    [InlineData("""<PulseReference Include="schemas/**/*.json" Exclude="schemas/v1/**" />""", "schemas/a.json")]
    [InlineData(
        """<PulseReference Include="schemas/**/*.json" /><PulseReference Remove="schemas/a.json" />""",
        "schemas/v1/b.json"
    )]
    [InlineData("""<PulseReference Include="../outside/**/*.json" />""", "../outside/v1/o.json")]
    [InlineData("""<PulseReference Include="*.json" />""", "")]
    [InlineData("", "")]
    public async Task Reference_files_can_be_chosen_by_globs_exclusions_and_removals(string items, string expected) =>
        Assert.Equal(expected, string.Join(' ', await MarkedAsync(items)));

    [Fact]
    public async Task A_glob_over_the_whole_project_finds_neither_output_nor_hidden_folders_nor_the_hosts_settings() =>
        Assert.Equal(
            ["generated/g.json", "schemas/a.json", "schemas/v1/b.json", "wwwroot/served.json"],
            await MarkedAsync("""<PulseReference Include="**/*.json" />""")
        );

    [Theory]
    [InlineData("""<PulseReference Include="obj/Debug/copy.json" />""", "obj/Debug/copy.json")]
    [InlineData("""<PulseReference Include="obj/**/copy.json" />""", "obj/Debug/copy.json")]
    public async Task A_file_named_explicitly_is_included_even_where_a_glob_would_skip_it(
        string items,
        string expected
    ) => Assert.Equal([expected], await MarkedAsync(items));

    [Fact]
    public async Task A_file_excluded_from_the_default_items_can_still_be_a_reference() =>
        Assert.Equal(
            ["schemas/a.json", "schemas/v1/b.json"],
            await MarkedAsync(
                """<PulseReference Include="schemas/**/*.json" />""",
                "<PropertyGroup><DefaultItemExcludes>$(DefaultItemExcludes);schemas/**</DefaultItemExcludes></PropertyGroup>"
            )
        );

    [Fact]
    public async Task A_file_that_is_named_twice_or_that_another_generator_reads_too_is_one_item_with_all_its_metadata()
    {
        await _project.WriteAsync(
            """
            <ItemGroup>
              <AdditionalFiles Include="schemas/a.json" Other="yes" />
              <AdditionalFiles Include="generated/g.json" Other="yes" />
              <PulseReference Include="./schemas/a.json;$(MSBuildProjectDirectory)/schemas/a.json" />
              <PulseReference Include="../outside/**/*.json" Link="linked/%(Filename)%(Extension)" />
              <PulseReference Update="../outside/v1/o.json" Visible="false" />
            </ItemGroup>
            """
        );
        var files = (await _project.ItemsAsync("AdditionalFiles"))["AdditionalFiles"];

        var shared = Assert.Single(files, file => file["Identity"] == "schemas/a.json");
        Assert.Equal(("yes", "true"), (shared["Other"], shared["PulseReference"]));
        var linked = Assert.Single(files, file => file["Identity"] == "../outside/v1/o.json");
        Assert.Equal(("linked/o.json", "false"), (linked["Link"], linked["Visible"]));
        var foreign = Assert.Single(files, file => file["Identity"] == "generated/g.json");
        Assert.False(foreign.ContainsKey("PulseReference"));
    }

    [Theory]
    [InlineData(
        "Microsoft.NET.Sdk.Worker",
        "appsettings.Development.json appsettings.json generated/g.json wwwroot/served.json"
    )]
    [InlineData(
        "Microsoft.NET.Sdk.Web",
        "appsettings.Development.json appsettings.json generated/g.json wwwroot/served.json"
    )]
    public async Task References_are_taken_out_of_content_and_all_other_JSON_stays(string sdk, string expected)
    {
        await _project.WriteAsync(
            """
            <ItemGroup>
              <PulseReference Include="$(MSBuildProjectDirectory)/schemas/**/*.json" />
              <PulseReference Include="wwwroot/*.json" />
              <None Include="schemas/a.json" CopyToOutputDirectory="PreserveNewest" />
            </ItemGroup>
            """,
            sdk
        );
        var items = await _project.ItemsAsync("Content", "None");
        Assert.Equal(
            expected.Split(' '),
            items["Content"].Select(item => item["Identity"]).Order(StringComparer.Ordinal)
        );

        var kept = Assert.Single(items["None"], item => item["Identity"] == "schemas/a.json");
        Assert.Equal("PreserveNewest", kept["CopyToOutputDirectory"]);
    }

    [Fact]
    public async Task An_IDE_offers_PulseReference_as_a_build_action_and_dotnet_watch_watches_its_files()
    {
        await _project.WriteAsync("""<ItemGroup><PulseReference Include="schemas/a.json" /></ItemGroup>""");
        var items = await _project.ItemsAsync("AvailableItemName", "Watch");
        Assert.Contains(items["AvailableItemName"], item => item["Identity"] == "PulseReference");
        Assert.Contains(items["Watch"], item => item["Identity"] == "schemas/a.json");
    }

    [Fact]
    public async Task A_design_time_build_of_a_project_that_was_never_built_hands_the_compiler_all_it_needs()
    {
        // The last one is named by a target only, as one that unpacks or downloads references would.
        await _project.WriteAsync(
            """
            <ItemGroup>
              <PulseReference Include="schemas/**/*.json" />
            </ItemGroup>
            <Target Name="Unpack" BeforeTargets="BeforeBuild;BeforeCompile">
              <ItemGroup>
                <PulseReference Include="obj/Debug/copy.json" />
              </ItemGroup>
            </Target>
            """
        );
        var arguments = await _project.CompilerArgumentsAsync();

        Assert.Equal(
            ["schemas/a.json", "schemas/v1/b.json", "obj/Debug/copy.json"],
            Values(arguments, "/additionalfile:")
        );
        Assert.Contains(Values(arguments, "/analyzer:"), path => Path.GetFileName(path) == "Pulse.Generators.dll");

        var marks = Values(arguments, "/analyzerconfig:").Single(path => path.Contains("GeneratedMSBuildEditorConfig"));
        var lines = await File.ReadAllLinesAsync(Path.Combine(_project.Folder, marks));
        Assert.Equal(3, lines.Count(line => line == "build_metadata.AdditionalFiles.PulseReference = true"));
    }

    /// <summary>The files that reach the generator, in order of their names.</summary>
    private async Task<IEnumerable<string>> MarkedAsync(string items, string more = "")
    {
        await _project.WriteAsync($"<ItemGroup>{items}</ItemGroup>{more}");
        return (await _project.ItemsAsync("AdditionalFiles"))["AdditionalFiles"]
            .Where(file => file["PulseReference"] == "true")
            .Select(file => file["Identity"])
            .Order(StringComparer.Ordinal);
    }

    private static IEnumerable<string> Values(IEnumerable<string> arguments, string option) =>
        arguments
            .Where(argument => argument.StartsWith(option, StringComparison.Ordinal))
            .Select(argument => argument[option.Length..]);
}
