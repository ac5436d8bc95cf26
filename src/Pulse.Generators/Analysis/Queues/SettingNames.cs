using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace Pulse.Generators.Analysis.Queues;

/// <summary>Where a call in a chain is, without the chain before it.</summary>
internal static class SettingNames
{
    /// <summary>From the method's name to the end of its arguments.</summary>
    public static Location Place(IInvocationOperation call)
    {
        if (call.Syntax is not InvocationExpressionSyntax { Expression: var called } syntax)
            return call.Syntax.GetLocation();
        var name = called switch
        {
            MemberAccessExpressionSyntax access => access.Name,
            MemberBindingExpressionSyntax binding => binding.Name,
            _ => called,
        };
        return Location.Create(syntax.SyntaxTree, TextSpan.FromBounds(name.SpanStart, syntax.Span.End));
    }
}
