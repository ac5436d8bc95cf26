namespace Pulse.CodeFixes.Tests;

/// <summary>The program around the statements that a code fix is tried on.</summary>
internal static class Snippet
{
    public static string Program(string statements) =>
        $$"""
            using System;
            using System.Text.Json;
            using System.Threading.Tasks;
            using Pulse;
            static class Program
            {
                static ValueTask<int> StoreAsync(object d) => new(1);
                static int Many([ExchangeName] string exchange, [RoutingPattern] params string[] patterns) => exchange.Length + patterns.Length;
                static void Handle(Delivery<string, JsonElement> d) { }
                static async void HandleAsync(Delivery<string, JsonElement> d) => await Task.Yield();
                static void Run(PulseConnection pulse)
                {
                    {{statements}}
                }
            }
            """;
}
