using System.Text.Json.Nodes;

namespace Pulse.Generators.Tests.Inputs;

/// <summary>References come as the tree that a deployment serves, as single files anywhere, or as one bundle.</summary>
public class InputFormTests
{
    private static readonly string[] Tree = Sources(Consumer.Taskcluster);

    [Fact]
    public void The_folder_of_a_file_does_not_matter() =>
        Assert.Equal(
            Tree,
            Sources([
                .. Consumer
                    .Taskcluster.Select((file, number) => new ReferenceText($"flat/{number}.json", file.Text))
                    .Reverse(),
            ])
        );

    [Fact]
    public void A_bundle_generates_the_same_code_as_a_tree_of_files()
    {
        var bundle = new JsonArray([
            .. Consumer.Taskcluster.Select(file => new JsonObject
            {
                ["filename"] = file.Path[
                    (file.Path.IndexOf("taskcluster/", StringComparison.Ordinal) + "taskcluster/".Length)..
                ],
                ["content"] = JsonNode.Parse(file.Text),
            }),
        ]);
        Assert.Equal(Tree, Sources([new ReferenceText("references.json", bundle.ToJsonString())]));
    }

    [Theory]
    [InlineData("message.json#\"", "message.json\"")]
    [InlineData("message.json#\"", "message\"")]
    [InlineData("message.json#\"", "message#\"")]
    public void An_entry_s_schema_may_leave_out_ending_and_hash(string written, string instead) =>
        Assert.Equal(
            Tree,
            Sources([
                .. Consumer.Taskcluster.Select(file => new ReferenceText(
                    file.Path,
                    file.Path.EndsWith("exchanges.json", StringComparison.Ordinal)
                        ? file.Text.Replace(written, instead, StringComparison.Ordinal)
                        : file.Text
                )),
            ])
        );

    private static string[] Sources(IReadOnlyList<ReferenceText> files)
    {
        var run = GeneratorRun.Of(Consumer.QueueEvents, files);
        Assert.Empty(run.Reported);
        return [.. run.Result.GeneratedSources.Select(source => source.HintName + source.SourceText)];
    }
}
