using System.Reflection;
using PublicApiGenerator;

namespace Pulse.PublicApi.Tests;

/// <summary>
/// Each library's public surface is a text file beside its project: what changes the one must touch
/// the other, where a reviewer sees it. <c>PULSE_ACCEPT_API=1 ./test --filter PublicApi</c> rewrites the files.
/// </summary>
public class PublicApiTests
{
    [Theory]
    [InlineData("Pulse.Runtime")]
    [InlineData("Pulse.Taskcluster")]
    public void The_public_surface_equals_the_recorded_one(string library)
    {
        var file = Repository.PathOf("src", library, "PublicApi.txt");
        var surface =
            Assembly
                .Load(library)
                .GeneratePublicApi(
                    new ApiGeneratorOptions
                    {
                        IncludeAssemblyAttributes = false,
                        ExcludeAttributes = ["System.Runtime.CompilerServices.AsyncIteratorStateMachineAttribute"],
                    }
                )
                .ReplaceLineEndings("\n") + "\n";

        if (Environment.GetEnvironmentVariable("PULSE_ACCEPT_API") == "1")
            File.WriteAllText(file, surface);
        Assert.Equal(File.Exists(file) ? File.ReadAllText(file) : "", surface);
    }

    [Fact]
    public void RabbitMQ_Client_shows_nowhere_but_in_the_escape_hatch() =>
        Assert.Equal(
            "        public System.Threading.Tasks.ValueTask<RabbitMQ.Client.IChannel> OpenChannelAsync(System.Threading.CancellationToken cancellationToken = default) { }",
            Assert.Single(
                File.ReadAllLines(Repository.PathOf("src", "Pulse.Runtime", "PublicApi.txt")),
                line => line.Contains("RabbitMQ", StringComparison.Ordinal)
            )
        );
}
