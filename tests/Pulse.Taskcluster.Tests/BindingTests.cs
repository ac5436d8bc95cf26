namespace Pulse.Taskcluster.Tests;

public class BindingTests
{
    private const string Key =
        "primary.fN1SbArXTPSVFNUvaOlinQ.0.us-east1-b.worker-1.gecko-t.t-linux.gecko-level-3.ZzPLl_gnTBuWTOrIeA6Dnw._";

    [Fact]
    public void A_binding_without_fields_matches_every_message_of_its_exchange()
    {
        var binding = new QueueEvents.TaskDefined();
        Assert.Equal("exchange/taskcluster-queue/v1/task-defined", binding.ExchangeName);
        Assert.Equal("primary.*.*.*.*.*.*.*.*.#", binding.RoutingKey);
    }

    [Fact]
    public void Setting_fields_narrows_a_binding()
    {
        Assert.Equal("primary.*.*.*.*.*.gaia.*.*.#", new QueueEvents.TaskDefined { WorkerType = "gaia" }.RoutingKey);
        Assert.Equal("primary.acme.*", new GithubEvents.Push { Organization = "acme" }.RoutingKey);
        Assert.Equal("primary.builds.#", new NotifyEvents.Notify { Topic = "builds.#" }.RoutingKey);
        Assert.Equal("#", new HooksEvents.HookCreated().RoutingKey);
    }

    [Fact]
    public void A_binding_changes_by_with_and_is_equal_by_its_fields()
    {
        var binding = new QueueEvents.TaskDefined { WorkerType = "gaia" };
        Assert.Equal(
            binding,
            new QueueEvents.TaskDefined { ProvisionerId = "x", WorkerType = "gaia" } with
            {
                ProvisionerId = null,
            }
        );
        Assert.Equal("exchange/taskcluster-queue/v1/task-defined primary.*.*.*.*.*.gaia.*.*.#", binding.ToString());
    }

    [Theory]
    [InlineData("a.b")]
    [InlineData("*")]
    [InlineData("#")]
    [InlineData("")]
    public void A_value_that_is_not_a_single_word_is_refused_when_a_field_is_set(string value) =>
        Assert.Equal(
            "TaskId",
            Assert.Throws<ArgumentException>(() => new QueueEvents.TaskDefined { TaskId = value }).ParamName
        );

    [Fact]
    public void A_key_over_255_bytes_is_refused_when_asked_for()
    {
        var binding = new QueueEvents.TaskDefined { TaskId = new string('x', 250) };
        Assert.Contains(
            "255 bytes",
            Assert.Throws<InvalidOperationException>(() => binding.RoutingKey).Message,
            StringComparison.Ordinal
        );
        Assert.Contains("xxx", binding.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_route_binds_to_the_carbon_copies_of_the_exchange()
    {
        var route = QueueEvents.TaskCompleted.Route("index.gecko.v2.#");
        Assert.Equal(
            ("exchange/taskcluster-queue/v1/task-completed", "route.index.gecko.v2.#"),
            (route.ExchangeName, route.RoutingKey)
        );
        Assert.Equal("t-linux", route.ReadRouting(Key).WorkerType);
    }
}
