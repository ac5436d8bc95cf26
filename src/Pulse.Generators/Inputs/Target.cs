using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using Pulse.References.Diagnostics;
using Pulse.References.Emitting.Writing;

namespace Pulse.Generators.Inputs;

/// <summary>A class to fill, and the service that it asks for.</summary>
/// <param name="Class">The class.</param>
/// <param name="Service">The service, as the attribute names it.</param>
/// <param name="ExchangePrefix">What takes the place of the reference's prefix; null for none.</param>
/// <param name="Error">Why the class cannot be filled; null if it can.</param>
internal sealed record Target(TargetClass Class, string Service, string? ExchangePrefix, InputDiagnostic? Error);

/// <summary>A target, and where its attribute stands.</summary>
internal sealed record LocatedTarget(Target Target, AttributeLocation Location);

/// <summary>A location that holds no syntax tree, so that it can be compared and kept.</summary>
internal sealed record AttributeLocation(string Path, TextSpan Span, LinePositionSpan Lines)
{
    public static AttributeLocation Of(SyntaxNode node) =>
        new(node.SyntaxTree.FilePath, node.Span, node.GetLocation().GetLineSpan().Span);

    public Location ToLocation() => Location.Create(Path, Span, Lines);
}
