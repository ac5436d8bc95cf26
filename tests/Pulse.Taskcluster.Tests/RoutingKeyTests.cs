namespace Pulse.Taskcluster.Tests;

public class RoutingKeyTests
{
    private const string Completed =
        "primary.fN1SbArXTPSVFNUvaOlinQ.0.us-east1-b.worker-1.gecko-t.t-linux.gecko-level-3.ZzPLl_gnTBuWTOrIeA6Dnw._";

    private static QueueEvents.TaskDefinedKey Defined =>
        new()
        {
            TaskId = "fN1SbArXTPSVFNUvaOlinQ",
            ProvisionerId = "gecko-t",
            WorkerType = "t-linux",
            SchedulerId = "gecko-level-3",
            TaskGroupId = "ZzPLl_gnTBuWTOrIeA6Dnw",
        };

    [Fact]
    public void A_delivered_key_has_every_word_in_its_field()
    {
        QueueEvents.TaskCompletedKey key = new QueueEvents.TaskCompleted().ReadRouting(Completed);
        Assert.Equal(
            ("primary", "fN1SbArXTPSVFNUvaOlinQ", "0", "us-east1-b", "worker-1"),
            (key.RoutingKeyKind, key.TaskId, key.RunId, key.WorkerGroup, key.WorkerId)
        );
        Assert.Equal(
            ("gecko-t", "t-linux", "gecko-level-3", "ZzPLl_gnTBuWTOrIeA6Dnw", null),
            (key.ProvisionerId, key.WorkerType, key.SchedulerId, key.TaskGroupId, key.Reserved)
        );
        Assert.Equal(Completed, key.ToString());
    }

    [Fact]
    public void A_required_field_keeps_an_underscore_and_an_optional_one_has_no_value()
    {
        var key = QueueEvents.TaskDefinedKey.Parse("primary._._._._._._._._._");
        Assert.Equal(("_", "_"), (key.TaskId, key.TaskGroupId));
        Assert.Null(key.RunId);
        Assert.Null(key.Reserved);
        Assert.Equal("primary._._._._._._._._._", key.ToString());
    }

    [Fact]
    public void Any_key_of_the_right_number_of_words_parses()
    {
        var key = GithubEvents.PushKey.Parse("other.*.#");
        Assert.Equal(("other", "*", "#"), (key.RoutingKeyKind, key.Organization, key.Repository));
        Assert.Equal("build.gecko.nightly", NotifyEvents.NotifyKey.Parse("primary.build.gecko.nightly").Topic);
        Assert.Null(AuthEvents.RoleCreatedKey.Parse("_").Reserved);
        Assert.Null(AuthEvents.RoleCreatedKey.Parse("").Reserved);
        Assert.Equal("a.b", AuthEvents.RoleCreatedKey.Parse("a.b").Reserved);
    }

    [Fact]
    public void A_key_of_another_number_of_words_is_a_FormatException_that_shows_the_form()
    {
        var error = Assert.Throws<FormatException>(() => GithubEvents.PushKey.Parse("primary.acme"));
        Assert.Equal(
            "The routing key 'primary.acme' has 2 words and does not fit 'primary.organization.repository'.",
            error.Message
        );
        Assert.False(GithubEvents.PushKey.TryParse("primary.acme", out var none));
        Assert.Null(none);
        Assert.False(GithubEvents.PushKey.TryParse(null, out _));
        Assert.True(GithubEvents.PushKey.TryParse("primary.acme.site", out var key));
        Assert.Equal("site", key.Repository);
    }

    [Fact]
    public void A_key_to_publish_under_is_made_of_its_fields()
    {
        Assert.Equal(
            "primary.fN1SbArXTPSVFNUvaOlinQ._._._.gecko-t.t-linux.gecko-level-3.ZzPLl_gnTBuWTOrIeA6Dnw._",
            Defined.ToString()
        );
        Assert.Equal(Defined, QueueEvents.TaskDefinedKey.Parse(Defined.ToString()));
        Assert.Equal("a.b", new AuthEvents.RoleCreatedKey { Reserved = "a.b" }.ToString());
        Assert.Equal("_", new AuthEvents.RoleCreatedKey().ToString());
    }

    [Fact]
    public void A_key_changes_by_with_and_is_equal_by_its_fields()
    {
        var (one, other) = (Defined, Defined with { RunId = "0" });
        Assert.Null(one.RunId);
        Assert.Equal("0", other.RunId);
        Assert.NotEqual(one, other);
        Assert.Equal(one, other with { RunId = null });
        Assert.Equal(one, other with { RunId = "_" });
        Assert.Equal(one.GetHashCode(), (other with { RunId = null }).GetHashCode());
    }

    [Fact]
    public void A_value_that_is_not_a_single_word_is_refused_when_a_field_is_set()
    {
        Assert.Equal(
            "WorkerType",
            Assert.Throws<ArgumentException>(() => Defined with { WorkerType = "a.b" }).ParamName
        );
        Assert.Equal("TaskId", Assert.Throws<ArgumentNullException>(() => Defined with { TaskId = null! }).ParamName);
        Assert.Throws<ArgumentException>(() => new NotifyEvents.NotifyKey { Topic = "builds.#" });
    }
}
