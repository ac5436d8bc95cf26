using Microsoft.CodeAnalysis;

namespace Pulse.Generators.Tests.Emitting;

/// <summary>What completion and hover show.</summary>
public class EditorDocumentationTests
{
    private static readonly INamedTypeSymbol Binding = GeneratorRun
        .Of(Consumer.QueueEvents, Consumer.Taskcluster)
        .Output.GetTypeByMetadataName("Sample.QueueEvents+TaskDefined")!;

    [Fact]
    public void A_binding_s_summary_has_a_picture_of_its_routing_key() =>
        Assert.Contains(
            "<para>Routing key: <c>primary . taskId . runId . workerGroup . workerId . provisionerId . workerType . schedulerId . taskGroupId . reserved…</c></para></summary>",
            Binding.GetDocumentationCommentXml(),
            StringComparison.Ordinal
        );

    [Fact]
    public void Each_field_has_documentation_of_its_own()
    {
        var summaries = Binding
            .GetMembers()
            .OfType<IPropertySymbol>()
            .Where(property =>
                property.GetAttributes().Any(attribute => attribute.AttributeClass!.Name == "RoutingWordAttribute")
            )
            .Select(property => property.GetDocumentationCommentXml()!)
            .ToList();
        Assert.Equal(10, summaries.Count);
        Assert.All(summaries, xml => Assert.Matches("<summary>.{5,}</summary>", xml));
        Assert.Equal(
            10,
            summaries.Select(xml => xml[xml.IndexOf("<summary>", StringComparison.Ordinal)..]).Distinct().Count()
        );
    }
}
