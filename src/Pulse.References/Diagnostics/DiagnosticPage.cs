namespace Pulse.References.Diagnostics;

/// <summary>The page under <c>docs/diagnostics</c> that explains a diagnostic.</summary>
internal static class DiagnosticPage
{
    private const string Folder = "https://github.com/pulse-net/pulse/blob/main/docs/diagnostics/";

    public static string Of(string id) => $"{Folder}{id}.md";
}
