using System.Diagnostics;

namespace Pulse.TestKit;

/// <summary>Runs a program to its end.</summary>
public static class Command
{
    /// <summary>Returns the program's output; throws, with what it wrote, if it fails.</summary>
    public static async Task<string> RunAsync(ProcessStartInfo start, CancellationToken ct = default)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(ct);
            var errors = process.StandardError.ReadToEndAsync(ct);
            await process.WaitForExitAsync(ct).ConfigureAwait(false);
            if (process.ExitCode == 0)
                return await output.ConfigureAwait(false);

            throw new InvalidOperationException(
                $"{start.FileName} {string.Join(' ', start.ArgumentList)} ended with exit code {process.ExitCode}:\n"
                    + await errors.ConfigureAwait(false)
                    + await output.ConfigureAwait(false)
            );
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
    }
}
