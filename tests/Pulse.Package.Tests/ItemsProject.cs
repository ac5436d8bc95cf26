using System.Text.Json;

namespace Pulse.Package.Tests;

/// <summary>
/// A fresh project that is only evaluated, never built: what an IDE knows of a project that it has just opened.
/// </summary>
internal sealed class ItemsProject(FreshProjects projects)
{
    private static readonly string[] Files =
    [
        "schemas/a.json",
        "schemas/v1/b.json",
        "generated/g.json",
        "appsettings.json",
        "appsettings.Development.json",
        "wwwroot/served.json",
        ".hidden/h.json",
        "bin/Debug/copy.json",
        "obj/Debug/copy.json",
        "../outside/v1/o.json",
    ];

    public string Folder { get; } = Path.Combine(projects.Folder, "Items");

    private string ProjectFile => Path.Combine(Folder, "Items.csproj");

    /// <summary>Writes the project with these elements in it, and restores it the first time.</summary>
    public async Task<ItemsProject> WriteAsync(string elements, string sdk = "Microsoft.NET.Sdk")
    {
        foreach (var file in Files.Select(file => Path.Combine(Folder, file)))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, "{}");
        }

        await File.WriteAllTextAsync(
            ProjectFile,
            $"""
            <Project Sdk="{sdk}">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Pulse.Runtime" Version="$(PulseVersion)" />
              </ItemGroup>
              {elements}
            </Project>
            """
        );
        if (!File.Exists(Path.Combine(Folder, "obj", "project.assets.json")))
            await projects.DotnetAsync("Items", "restore");
        return this;
    }

    /// <summary>The items of each type, with their metadata, as they are before any target runs.</summary>
    public Task<ILookup<string, Dictionary<string, string>>> ItemsAsync(params string[] types) =>
        GetItemsAsync($"-getItem:{string.Join(',', types)}");

    /// <summary>The items that the compiler would get: runs the targets that IDEs run, without compiling.</summary>
    public async Task<IReadOnlyList<string>> CompilerArgumentsAsync()
    {
        var items = await GetItemsAsync(
            "-getItem:CscCommandLineArgs",
            "-t:Compile",
            "-p:DesignTimeBuild=true",
            "-p:SkipCompilerExecution=true",
            "-p:ProvideCommandLineArgs=true"
        );
        return [.. items["CscCommandLineArgs"].Select(argument => argument["Identity"])];
    }

    private async Task<ILookup<string, Dictionary<string, string>>> GetItemsAsync(params string[] arguments)
    {
        using var document = JsonDocument.Parse(await projects.DotnetAsync("Items", ["msbuild", .. arguments]));
        return (
            from type in document.RootElement.GetProperty("Items").EnumerateObject()
            from item in type.Value.EnumerateArray()
            select (Type: type.Name, Item: item.Deserialize<Dictionary<string, string>>()!)
        ).ToLookup(pair => pair.Type, pair => pair.Item);
    }
}
