namespace Pulse.Generators.Tests.Analysis.Checks;

public class SwappedArgumentsCheckTests
{
    private const string TaskDefined = "\"exchange/taskcluster-queue/v1/task-defined\"";

    [Theory]
    [InlineData("Binding.To(\"primary.#\", " + TaskDefined + ")")]
    [InlineData("Binding.To(\"#\", \"exchange/build/normalized\")")]
    [InlineData("Binding.To(routingKey: " + TaskDefined + ", exchange: args[0])")]
    public void Swapped_arguments_are_an_error(string call) => Analyzed.Statements($"_ = [|{call}|];", "PULSE203");

    [Theory]
    [InlineData("Binding.To(\"logs\", \"exchange/build\")")]
    [InlineData("Binding.To(args[0], args[1])")]
    [InlineData("Binding.To($\"exchange/{args[0]}/v1/task-defined\", \"primary.x\")")]
    public void Arguments_that_may_be_in_their_places_are_not_reported(string call) =>
        Analyzed.Statements($"_ = {call};");
}
