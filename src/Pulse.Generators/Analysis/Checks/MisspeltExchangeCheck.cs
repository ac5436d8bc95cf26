using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Pulse.Generators.Analysis.Bindings;
using Pulse.Generators.Analysis.Operations;

namespace Pulse.Generators.Analysis.Checks;

/// <summary>Finds exchange names that resemble a known one, or are too long for AMQP.</summary>
internal sealed class MisspeltExchangeCheck(KnownBindings bindings)
{
    public void Check(OperationAnalysisContext context, IOperation at, string name)
    {
        if (!ShortString.Fits(name))
            context.Report(Rules.TooLong, at, "exchange names", Encoding.UTF8.GetByteCount(name));
        else if (!bindings.IsExchange(name) && NearestExchange.Of(name, bindings.Exchanges) is { } nearest)
            context.ReportFixable(Rules.MisspeltExchange, at, nearest, name, nearest);
    }

    /// <summary>Checks a name that is compared with the exchange of a delivery.</summary>
    public void CheckComparison(OperationAnalysisContext context, ComparedText compared)
    {
        var name = compared.Text;
        var isKnown = compared.IgnoresCase
            ? bindings.Exchanges.Contains(name, StringComparer.OrdinalIgnoreCase)
            : bindings.IsExchange(name);
        if (!isKnown && NearestExchange.Of(name, bindings.Exchanges) is { } nearest)
            context.ReportFixable(Rules.MisspeltExchange, compared.At, nearest, name, nearest);
    }
}
