using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Pulse.Generators.Analysis.Bindings;
using Pulse.Generators.Analysis.Checks;

namespace Pulse.Generators.Analysis;

/// <summary>
/// Checks routing keys, patterns, handlers and publishers in the editor. This class only registers the checks.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class PulseAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        ImmutableArray.Create(
            Rules.NotAWord,
            Rules.TooLong,
            Rules.ExcludedBySchema,
            Rules.WildcardInKey,
            Rules.UnknownText,
            Rules.MisspeltExchange,
            Rules.NeverMatches,
            Rules.Swapped,
            Rules.VacuousWildcard,
            Rules.WildcardInWord,
            Rules.PrefixTwice,
            Rules.HasTypedBinding,
            Rules.SwappedMatch,
            Rules.WrongArgumentValue,
            Rules.MisspeltArgument,
            Rules.AsyncVoid,
            Rules.DroppedAwaitable,
            Rules.DeadHandler,
            Rules.NeverConsumed,
            Rules.NeverSettled,
            Rules.TwoModes,
            Rules.LateSetting,
            Rules.SettingConflict,
            Rules.NeedlessOrder,
            Rules.PublisherPerMessage,
            Rules.UnawaitedPublish
        );

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            if (PulseTypes.Of(start.Compilation) is not { } types)
                return;
            var bindings = new KnownBindings(start.Compilation, types);
            var typed = new FieldValueCheck(bindings);
            var calls = new MarkedParameters(types, bindings);
            var handlers = new UnawaitedHandlerCheck(types);
            var dead = new DeadHandlerCheck(types, bindings);
            var matches = new SwappedMatchCheck(types);
            var arguments = new QueueArgumentCheck(types);
            var queues = new DescribedQueues(types);
            var publishers = new PublisherCheck(types);
            var comparisons = new Comparisons(types, bindings);

            start.RegisterOperationAction(typed.Check, OperationKind.ObjectCreation, OperationKind.With);
            start.RegisterOperationAction(calls.Check, OperationKind.ObjectCreation, OperationKind.Invocation);
            start.RegisterOperationAction(handlers.Check, OperationKind.Invocation);
            start.RegisterOperationAction(dead.Check, OperationKind.Invocation);
            start.RegisterOperationAction(matches.Check, OperationKind.Invocation);
            start.RegisterOperationAction(arguments.Check, OperationKind.Invocation);
            start.RegisterOperationAction(queues.Check, OperationKind.Invocation);
            start.RegisterOperationAction(publishers.Check, OperationKind.Invocation);
            start.RegisterOperationAction(
                comparisons.Check,
                OperationKind.Binary,
                OperationKind.Invocation,
                OperationKind.ConstantPattern,
                OperationKind.CaseClause
            );
        });
    }
}
