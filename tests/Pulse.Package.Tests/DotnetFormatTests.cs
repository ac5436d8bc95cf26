namespace Pulse.Package.Tests;

/// <summary>The code fixes come out of the package into a real workspace, as they do in an editor.</summary>
[Collection(SharedFreshProjects.Name)]
public class DotnetFormatTests(FreshProjects projects)
{
    [Fact]
    public async Task Dotnet_format_applies_the_code_fixes_of_the_package()
    {
        var folder = Directory.CreateDirectory(Path.Combine(projects.Folder, "Mistakes")).FullName;
        await File.WriteAllTextAsync(
            Path.Combine(folder, "Mistakes.csproj"),
            """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
              </PropertyGroup>

              <ItemGroup>
                <PackageReference Include="Pulse.Taskcluster" Version="$(PulseVersion)" />
              </ItemGroup>
            </Project>
            """
        );
        var program = Path.Combine(folder, "Program.cs");
        await File.WriteAllTextAsync(
            program,
            Program(
                """
                    .On(Binding.To("exchange/taskcluster-queue/v1/task-defned", "#.gecko.#"), d => Log(d.Payload))
                    .On(Binding.To("exchange/taskcluster-queue/v1/task-faild", "#.gecko.#"), d => Log(d.Payload))
                    .On(Binding.To("#", "exchange/build/normalized"), d => Log(d.Payload))
                    .On(Binding.To("exchange/taskcluster-queue/v1/task-pending", "*.*.*.*.*.*.gaia.#"), d => Log(d))
                    .On(QueueEvents.TaskCompleted.Route("index.#"), d => StoreAsync(d))
                """
            )
        );
        await projects.DotnetAsync("Mistakes", "restore");

        // One at a time: of an analyzer with several diagnostics it takes whichever comes first for all of them.
        foreach (var id in new[] { "PULSE201", "PULSE203", "PULSE207", "PULSE302" })
        {
            await projects.DotnetAsync(
                "Mistakes",
                ["format", "analyzers", "--no-restore", "--severity", "info", "--diagnostics", id]
            );
        }

        Assert.Equal(
            Program(
                """
                    .On(Binding.To("exchange/taskcluster-queue/v1/task-defined", "#.gecko.#"), d => Log(d.Payload))
                    .On(Binding.To("exchange/taskcluster-queue/v1/task-failed", "#.gecko.#"), d => Log(d.Payload))
                    .On(Binding.To("exchange/build/normalized", "#"), d => Log(d.Payload))
                    .On(new QueueEvents.TaskPending { WorkerType = "gaia" }, d => Log(d))
                    .On(QueueEvents.TaskCompleted.Route("index.#"), async d => await StoreAsync(d))
                """
            ),
            await File.ReadAllTextAsync(program)
        );
        await projects.DotnetAsync("Mistakes", "build", "--no-restore", "-p:UseSharedCompilation=false");
    }

    private static string Program(string handlers) =>
        $"""
            using Pulse;

            await using var pulse = new PulseConnection();
            await using var queue = await pulse
                .Queue("builds")
            {handlers}
                .ConsumeAsync();

            static void Log(object delivery) => Console.WriteLine(delivery);

            static ValueTask<int> StoreAsync(object delivery) => new(1);

            """;
}
