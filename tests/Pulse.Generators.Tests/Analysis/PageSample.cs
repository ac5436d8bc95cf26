namespace Pulse.Generators.Tests.Analysis;

/// <summary>
/// The program around what an analyzer's page shows: an expression, statements, or calls of <c>On</c> on a queue.
/// It has what samples only name.
/// </summary>
internal static class PageSample
{
    public static string Program(string sample) =>
        $$"""
            using System.Text.Json;
            using System.Threading.Tasks;
            using Pulse;

            static class Program
            {
                const string VeryLongName = "{{new string('n', 250)}}";

                static async Task Use(PulseConnection pulse, PulseQueueBuilder queue, PulsePublisher publisher)
                {
                    {{Statements(sample)}}
                }

                static void Send(object key) { }

                static ValueTask<int> StoreAsync(object delivery) => new(1);

                static void Index(object delivery) { }

                static void Log(object delivery) { }
            }
            """;

    private static string Statements(string sample) =>
        sample.StartsWith('.') ? $"queue{sample};"
        : sample.EndsWith(';') ? sample
        : $"_ = {sample};";
}
