namespace Pulse.Generators.Tests.Analysis.Checks;

public class PublisherCheckTests
{
    private const string Defined = "new QueueEvents.TaskDefined()";
    private const string Publish = "publisher.PublishAsync(\"exchange/acme/a\", \"b\", new byte[0])";

    [Theory]
    [InlineData(
        "await pulse.Queue().On("
            + Defined
            + ", async d => { await using var p = [|pulse.CreatePublisher()|]; }).RunAsync();"
    )]
    [InlineData(
        "await pulse.Queue().On("
            + Defined
            + ", (d, stop) => [|pulse.CreatePublisher()|].DeclareExchangesAsync([], stop)).RunAsync();"
    )]
    [InlineData(
        "await pulse.Queue().On("
            + Defined
            + ", d => { }).OnUnmatched(async d => { Action later = () => [|pulse.CreatePublisher(new() { AppId = \"a\" })|].ToString(); later(); await Task.Yield(); }).RunAsync();"
    )]
    [InlineData(
        "await foreach (var d in pulse.Queue().ReadAllAsync("
            + Defined
            + ")) { await using var p = [|pulse.CreatePublisher()|]; }"
    )]
    public void A_publisher_that_is_created_for_each_message_is_reported(string statements) =>
        Analyzed.Statements(statements, "PULSE310");

    [Theory]
    [InlineData(
        "await using var p = pulse.CreatePublisher(); await pulse.Queue().On("
            + Defined
            + ", d => p.PublishAsync(\"exchange/acme/a\", \"b\", d.Body)).RunAsync();"
    )]
    [InlineData("foreach (var name in args) { await using var p = pulse.CreatePublisher(new() { AppId = name }); }")]
    [InlineData("Func<string, PulsePublisher> create = name => pulse.CreatePublisher(); create(\"a\");")]
    public void A_publisher_that_is_created_once_is_not_reported(string statements) => Analyzed.Statements(statements);

    [Theory]
    [InlineData("void Send() { [|" + Publish + "|]; } Send();")]
    [InlineData("void Send() => [|" + Publish + "|]; Send();")]
    [InlineData("Action send = () => [|" + Publish + "|]; send();")]
    [InlineData("void Declare() { [|publisher.DeclareExchangesAsync(QueueEvents.Exchanges)|]; } Declare();")]
    [InlineData("new System.Timers.Timer(1000).Elapsed += (_, _) => [|" + Publish + "|];")]
    public void A_publish_that_nothing_awaits_is_reported(string statements) => WithPublisher(statements, "PULSE311");

    [Fact]
    public void In_a_handler_another_rule_reports_it() =>
        WithPublisher("await pulse.Queue().On(" + Defined + ", d => { [|" + Publish + "|]; }).RunAsync();", "PULSE302");

    [Theory]
    [InlineData("await " + Publish + ";")]
    [InlineData("_ = " + Publish + ";")]
    [InlineData("Task Send() => " + Publish + "; await Send();")]
    [InlineData(
        "var all = new List<Task>(); void Send() { all.Add(" + Publish + "); } Send(); await Task.WhenAll(all);"
    )]
    [InlineData("void Send() { var sent = " + Publish + "; sent.Wait(); } Send();")]
    [InlineData("void Send() { " + Publish + ".Wait(); } Send();")]
    public void A_publish_that_something_awaits_is_not_reported(string statements) => WithPublisher(statements);

    private static void WithPublisher(string statements, params string[] ids) =>
        Analyzed.Statements($"await using var publisher = pulse.CreatePublisher();\n{statements}", ids);
}
