using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Pulse.Generators.Tests;

/// <summary>A file of a <c>PulseReference</c> item; with a source, as the compiler has read it from bytes.</summary>
internal sealed class ReferenceText(string path, string text, SourceText? source = null) : AdditionalText
{
    private readonly SourceText _source = source ?? SourceText.From(text, Encoding.UTF8);

    public override string Path => path;

    public string Text => text;

    public override SourceText GetText(CancellationToken cancellationToken = default) => _source;
}

/// <summary>What MSBuild tells the generator: which additional files are <c>PulseReference</c> items.</summary>
internal sealed class ReferenceOptions : AnalyzerConfigOptionsProvider
{
    public override AnalyzerConfigOptions GlobalOptions => Options.None;

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => Options.None;

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) =>
        textFile is ReferenceText ? Options.Reference : Options.None;

    private sealed class Options(ImmutableDictionary<string, string> values) : AnalyzerConfigOptions
    {
        public static readonly Options None = new(ImmutableDictionary<string, string>.Empty);

        public static readonly Options Reference = new(
            ImmutableDictionary<string, string>.Empty.Add("build_metadata.AdditionalFiles.PulseReference", "true")
        );

        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) =>
            values.TryGetValue(key, out value);
    }
}
