namespace Pulse.References.Tests;

public class EngineWarmupTests
{
    [Fact]
    public void The_warmup_compiles_a_type_of_every_kind()
    {
        var service = EngineWarmup.Compile();

        Assert.Empty(service.Diagnostics);
        Assert.NotEmpty(service.Spec!.Bindings);
        Assert.NotEmpty(service.Spec.Records);
        Assert.NotEmpty(service.Spec.Enums);
        Assert.NotEmpty(service.Spec.Unions);
    }
}
