namespace Pulse.Generators.Tests.Analysis.Checks;

public class PublishingKeyCheckTests
{
    [Theory]
    [InlineData("Send([|new GithubEvents.Push { Organization = \"a\" }|])", "PULSE104")]
    [InlineData("Send([|new GithubEvents.Push()|])", "PULSE104")]
    [InlineData("Send([|new GithubEvents.Push { Organization = args[0] } with { Repository = null }|])", "PULSE104")]
    [InlineData("Send([|new GithubEvents.Push { Organization = \"a\", Repository = default }|])", "PULSE104")]
    [InlineData("Send([|new NotifyEvents.Notify { Topic = \"a.#\" }|])", "PULSE105")]
    [InlineData("Send([|Binding.To(\"exchange/x\", \"a.#\")|])", "PULSE105")]
    [InlineData("Send(new GithubEvents.Push { Organization = args[0], Repository = \"b\" })", null)]
    [InlineData("Send(new WorkerManagerEvents.WorkerPoolCreated())", null)]
    [InlineData("Send(Push(args))", null)]
    [InlineData("Send(Push(args) with { Repository = \"b\" })", null)]
    public void A_publishing_key_has_every_required_field_and_no_wildcard(string call, string? id) =>
        Analyzed.Source(
            $$"""
            static class Program
            {
                static void Send([PublishingKey] IBinding key) { }
                static GithubEvents.Push Push(string[] args) => new() { Organization = args[0] };
                static void Main(string[] args) => {{call}};
            }
            """,
            id is null ? [] : [id]
        );
}
