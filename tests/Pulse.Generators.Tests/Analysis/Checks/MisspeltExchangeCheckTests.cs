using System.Globalization;

namespace Pulse.Generators.Tests.Analysis.Checks;

public class MisspeltExchangeCheckTests
{
    [Theory]
    [InlineData("exchange/taskcluster-queue/v1/task-defned")]
    [InlineData("exchange/taskcluster-queue/v1/taskDefined")]
    [InlineData("exchange/taskcluster-queue/v1/task_defined")]
    [InlineData("exchange/taskcluster-quueu/v1/task-defined")]
    [InlineData("exchange/taskcluster-queue/task-defined")]
    [InlineData("taskcluster-queue/v1/task-defined")]
    [InlineData("/exchange/taskcluster-queue/v1/task-defined ")]
    public void An_exchange_that_is_nearly_a_known_one_is_a_warning(string exchange)
    {
        var warning = Assert.Single(Analyzed.Statements($"Binding.To([|\"{exchange}\"|], \"#\");", "PULSE201"));
        Assert.EndsWith(
            "did you mean 'exchange/taskcluster-queue/v1/task-defined'?",
            warning.GetMessage(CultureInfo.InvariantCulture),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("exchange/build/normalized")]
    [InlineData("exchange/taskcluster-queue/v2/task-defined")]
    [InlineData("exchange/staging-queue/v1/task-defined")]
    [InlineData("exchange/taskcluster-queue/v1/task-archived")]
    [InlineData("exchange/alice/logs")]
    [InlineData("logs")]
    [InlineData("amq.topic")]
    public void An_exchange_of_another_name_is_not_reported(string exchange) =>
        Analyzed.Statements($"Binding.To(\"{exchange}\", \"some.*.key.#\");");
}
