namespace Pulse.References.Diagnostics;

/// <summary>Where a diagnostic is explained: its page under <c>docs/diagnostics</c>.</summary>
internal static class DiagnosticPage
{
    private const string Folder = "https://github.com/pulse-net/pulse/blob/main/docs/diagnostics/";

    public static string Of(string id) => $"{Folder}{id}.md";
}
