using System.Text;
using System.Text.Json;

namespace Pulse.Taskcluster.Tests;

public class RecordTests
{
    private static readonly Sample Completed = Sample.Named("queue/task-completed");

    [Fact]
    public void Unknown_fields_are_ignored_at_any_depth()
    {
        var extended = Completed
            .Payload.GetRawText()
            .Replace("{", """{ "new": [1, {"x": null}], "newer": {"a": {}}, """, StringComparison.Ordinal)
            .Replace(
                "\"tags\": { \"new\": [1, {\"x\": null}], \"newer\": {\"a\": {}}, ",
                "\"tags\": {",
                StringComparison.Ordinal
            ); // a map knows every key
        Assert.Equal(Decode(Completed.Payload.GetRawText()), Decode(extended));
    }

    [Fact]
    public void An_unknown_value_of_an_open_enum_keeps_its_string()
    {
        var message = Decode(
            Completed
                .Payload.GetRawText()
                .Replace("\"state\": \"completed\"", "\"state\": \"frozen\"", StringComparison.Ordinal)
        );
        Assert.Equal("frozen", message.Status.State.Text);
        Assert.False(message.Status.State.IsKnown);
        Assert.NotEqual(QueueEvents.TaskStatusState.Completed, message.Status.State);
        Assert.Contains("\"state\":\"frozen\"", JsonSerializer.Serialize(message), StringComparison.Ordinal);
    }

    [Fact]
    public void An_open_enum_can_be_switched_on_by_its_values()
    {
        static string Describe(QueueEvents.TaskStatusState state) =>
            state.Text switch
            {
                QueueEvents.TaskStatusState.Texts.Running => "at work",
                QueueEvents.TaskStatusState.Texts.Completed => "done",
                _ => "?",
            };
        Assert.Equal(
            ["at work", "done", "?"],
            new[] { QueueEvents.TaskStatusState.Running, new("completed"), default }.Select(Describe)
        );
        Assert.Equal("", default(QueueEvents.TaskStatusState).Text);
        Assert.Equal("", default(QueueEvents.TaskStatusState).ToString());
        Assert.Equal(default, new QueueEvents.TaskStatusState(""));
    }

    [Fact]
    public void A_missing_required_property_is_an_error_with_its_path()
    {
        foreach (var property in Completed.Payload.EnumerateObject().Where(property => property.Name != "task"))
        {
            var without = Completed
                .Payload.EnumerateObject()
                .Where(other => other.Name != property.Name)
                .ToDictionary(other => other.Name, other => other.Value);
            var error = Assert.Throws<JsonException>(() => Decode(JsonSerializer.Serialize(without)));
            Assert.Equal($"$.{property.Name}", error.Path);
            Assert.StartsWith(
                $"The required property '{property.Name}' of TaskCompletedMessage is missing.",
                error.Message,
                StringComparison.Ordinal
            );
        }
    }

    [Theory]
    [InlineData("\"runId\": 0,", "\"runId\": \"0\",", "$.status.runs[0].runId")]
    [InlineData("\"runId\": 0,", "\"runId\": 0.5,", "$.status.runs[0].runId")]
    [InlineData("\"runId\": 0,", "\"runId\": 3000000000,", "$.status.runs[0].runId")]
    [InlineData("\"runId\": 0,", "\"runId\": null,", "$.status.runs[0].runId")]
    [InlineData("\"state\": \"completed\"", "\"state\": 7", "$.status.state")]
    [InlineData("\"runs\": [", "\"runs\": 1, \"x\": [", "$.status.runs")]
    public void A_value_of_another_type_is_an_error_with_its_path(string good, string bad, string path)
    {
        var json = Completed.Payload.GetRawText();
        var at = json.IndexOf(good, StringComparison.Ordinal);
        Assert.True(at > 0, good);
        Assert.Equal(
            path,
            Assert.Throws<JsonException>(() => Decode(json[..at] + bad + json[(at + good.Length)..])).Path
        );
    }

    [Fact]
    public void Null_is_read_as_absent_where_a_property_of_a_record_is_optional()
    {
        var message = JsonSerializer.Deserialize<QueueEvents.TaskExceptionMessage>(
            Sample
                .Named("queue/task-exception")
                .Payload.GetRawText()
                .Replace("\"workerGroup\": \"", "\"workerGroup\": null, \"old\": \"", StringComparison.Ordinal)
        )!;
        Assert.Null(message.WorkerGroup);
    }

    [Fact]
    public void Records_are_equal_by_content()
    {
        var (one, same) = (Decode(Completed.Payload.GetRawText()), Decode(Completed.Payload.GetRawText()));
        Assert.Equal(one, same);
        Assert.Equal(one.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(one, same with { Status = same.Status with { Runs = [] } });
        Assert.NotEqual(one, same with { Task = new() { Tags = new Dictionary<string, string>() } });

        var push = Sample.Named("github/push").Payload.GetRawText();
        Assert.Equal(
            JsonSerializer.Deserialize<GithubEvents.GithubPushMessage>(push),
            JsonSerializer.Deserialize<GithubEvents.GithubPushMessage>(push)
        );
    }

    [Fact]
    public void Enums_with_one_set_of_values_in_one_document_are_one_type() =>
        Assert.Equal(
            typeof(QueueEvents.TaskPriorityChangedMessage)
                .GetProperty(nameof(QueueEvents.TaskPriorityChangedMessage.OldPriority))!
                .PropertyType,
            typeof(QueueEvents.TaskPriorityChangedMessage)
                .GetProperty(nameof(QueueEvents.TaskPriorityChangedMessage.NewPriority))!
                .PropertyType
        );

    private static QueueEvents.TaskCompletedMessage Decode(string json) =>
        QueueEvents.TaskCompletedMessage.Decode(Encoding.UTF8.GetBytes(json));
}
