using Microsoft.CodeAnalysis;
using Pulse.Generators.Inputs;
using Pulse.References;
using Pulse.References.Emitting;
using Pulse.References.Indexing;

namespace Pulse.Generators;

/// <summary>
/// Generates bindings into classes marked with <c>[PulseExchanges]</c>. This class is only the pipeline: the result of each
/// stage is compared with the previous one, so a stage runs only if its inputs have changed.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class PulseGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        // Each PulseReference file, scanned but not parsed.
        var files = context
            .AdditionalTextsProvider.Combine(context.AnalyzerConfigOptionsProvider)
            .Select(static (pair, _) => (File: pair.Left, IsReference: PulseReferenceItem.IsOne(pair.Left, pair.Right)))
            .Where(static pair => pair.IsReference)
            .Select(
                static (pair, cancellation) =>
                {
                    EngineWarmup.Start();
                    return InputFileReader.Read(pair.File, cancellation);
                }
            )
            .WithTrackingName(StepNames.Files);

        // Outputs run in this order: files are read first, so that the engine warms up while the compiler looks for classes.
        context.RegisterSourceOutput(
            files,
            static (output, file) =>
            {
                if (file.Error is { } error)
                    output.ReportDiagnostic(DiagnosticReport.Of(error, Location.None));
            }
        );

        var index = files
            .Collect()
            .Select(static (files, _) => new DocumentIndex(files))
            .WithTrackingName(StepNames.Index);

        var found = context
            .SyntaxProvider.ForAttributeWithMetadataName(
                TargetReader.AttributeName,
                static (node, _) => TargetReader.CouldBeTarget(node),
                static (context, _) => TargetReader.Read(context)
            )
            .Where(static found => found is not null)
            .Select(static (found, _) => found!)
            .WithTrackingName(StepNames.Found);

        // Only diagnostics need the location of the attribute: it must not affect the code.
        var locations = found
            .Select(static (found, _) => (found.Target.Class.FullName, found.Location))
            .Collect()
            .WithTrackingName(StepNames.Locations);
        var targets = found.Select(static (found, _) => found.Target).WithTrackingName(StepNames.Targets);

        // The documents of each class's service; changes to other documents stop here.
        var services = targets
            .Combine(index)
            .Select(
                static (pair, _) => (Target: pair.Left, Documents: ServiceDocuments.Find(pair.Right, pair.Left.Service))
            )
            .WithTrackingName(StepNames.ServiceDocuments);

        var compiled = services
            .Select(static (pair, _) => (pair.Target.Class, Service: Compile(pair.Target, pair.Documents)))
            .WithTrackingName(StepNames.Compiled);

        var specs = compiled
            .Select(static (pair, _) => (pair.Class, pair.Service.Spec))
            .WithTrackingName(StepNames.Specs);

        var alike = targets
            .Collect()
            .Select(static (targets, _) => FileNames.Alike(targets.Select(target => target.Class.FullName)))
            .WithTrackingName(StepNames.FileNames);

        context.RegisterSourceOutput(
            specs.Combine(alike),
            static (output, pair) =>
            {
                var ((target, spec), alike) = pair;
                if (spec is null)
                    return;
                foreach (var file in new ServiceEmitter(target, FileNames.Of(target.FullName, alike)).Emit(spec))
                    output.AddSource(file.HintName, file.Source);
            }
        );

        context.RegisterSourceOutput(
            index.SelectMany(static (index, _) => index.Diagnostics).WithTrackingName(StepNames.IndexDiagnostics),
            static (output, diagnostic) => output.ReportDiagnostic(DiagnosticReport.Of(diagnostic, Location.None))
        );

        var diagnostics = compiled
            .SelectMany(
                static (pair, _) => pair.Service.Diagnostics.Select(diagnostic => (pair.Class.FullName, diagnostic))
            )
            .Combine(locations)
            .WithTrackingName(StepNames.Diagnostics);
        context.RegisterSourceOutput(
            diagnostics,
            static (output, pair) =>
            {
                var ((className, diagnostic), locations) = pair;
                var location = locations.First(location => location.FullName == className).Location;
                output.ReportDiagnostic(DiagnosticReport.Of(diagnostic, location.ToLocation()));
            }
        );
    }

    private static CompiledService Compile(Target target, ServiceDocuments documents)
    {
        if (target.Error is { } error)
            return CompiledService.Failed(error);
        EngineWarmup.Wait();
        return ServiceCompiler.Compile(documents, target.Class.Name, target.Options);
    }
}
