using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using Pulse.References;
using Pulse.References.Diagnostics;
using Pulse.References.Emitting.Writing;

namespace Pulse.Generators.Inputs;

/// <summary>A class with the attribute, and the service that it asks for.</summary>
/// <param name="Class">The class.</param>
/// <param name="Service">The service, as the attribute names it.</param>
/// <param name="Options">What else the attribute asks for.</param>
/// <param name="Error">The reason why nothing can be generated into the class; null if it can.</param>
internal sealed record Target(TargetClass Class, string Service, ServiceOptions Options, InputDiagnostic? Error);

/// <summary>A target and the location of its attribute.</summary>
internal sealed record LocatedTarget(Target Target, AttributeLocation Location);

/// <summary>A location without a syntax tree, so that the pipeline can compare and keep it.</summary>
internal sealed record AttributeLocation(string Path, TextSpan Span, LinePositionSpan Lines)
{
    public static AttributeLocation Of(SyntaxNode node) =>
        new(node.SyntaxTree.FilePath, node.Span, node.GetLocation().GetLineSpan().Span);

    public Location ToLocation() => Location.Create(Path, Span, Lines);
}
