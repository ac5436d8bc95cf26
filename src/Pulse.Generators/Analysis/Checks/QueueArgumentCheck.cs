using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Pulse.Generators.Analysis.Operations;
using Pulse.Generators.Analysis.Queues;

namespace Pulse.Generators.Analysis.Checks;

/// <summary>Finds arguments of queues whose name is misspelt or whose value RabbitMQ refuses.</summary>
internal sealed class QueueArgumentCheck(PulseTypes types)
{
    public void Check(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        if (
            call.TargetMethod.Name != "Argument"
            || !types.IsRuntimes(call.TargetMethod)
            || !SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, types.QueueBuilder)
            || call.Argument("name") is not { } name
            || ConstantText.Of(name) is not { Length: > 0 } text
        )
            return;
        if (QueueArguments.Of(text) is { } argument)
            CheckValue(context, call, argument, LocalInitializers.Bare(call.Argument("value")!));
        else if (QueueArguments.Nearest(text) is { } nearest)
            context.ReportFixable(Rules.MisspeltArgument, name, nearest, text, nearest);
    }

    private static void CheckValue(
        OperationAnalysisContext context,
        IInvocationOperation call,
        QueueArgument argument,
        IOperation value
    )
    {
        if (value.Type is { Name: "TimeSpan", ContainingNamespace.Name: "System" })
        {
            // Argument itself throws, which tests check.
            if (!ExpectedException.MayBeOf(call, [call]))
                context.Report(Rules.WrongArgumentValue, value, argument.Name, "a TimeSpan", argument.Takes);
            return;
        }

        // What a variable holds may change until the program runs; a constant does not.
        if (
            (value.ConstantValue is { HasValue: true, Value: { } constant } ? constant : ConstantText.Of(value))
            is not { } given
        )
            return;
        if (argument.Accepts(given))
            return;
        var shown = Describe(given);
        if (argument.Replacement(given) is { } replacement)
            context.ReportFixable(
                Rules.WrongArgumentValue,
                value,
                replacement,
                argument.Name,
                shown,
                $"{argument.Takes}; did you mean {replacement}?"
            );
        else
            context.Report(Rules.WrongArgumentValue, value, argument.Name, shown, argument.Takes);
    }

    private static string Describe(object value) =>
        value switch
        {
            string text => $"the string {SymbolDisplay.FormatLiteral(text, quote: true)}",
            bool isSet => isSet ? "true" : "false",
            float or double or decimal => $"the fraction {string.Format(CultureInfo.InvariantCulture, "{0}", value)}",
            IFormattable number => $"the number {number.ToString(null, CultureInfo.InvariantCulture)}",
            _ => $"{value}",
        };
}
