namespace Pulse.Generators.Tests.Analysis.Usages;

/// <summary>The program around a usage: statements of an async method, or members of a class that has what usages only name.</summary>
internal static class UsageProgram
{
    private const string Usings = """
        using System;
        using System.Collections.Concurrent;
        using System.Collections.Generic;
        using System.Linq;
        using System.Text.Json;
        using System.Threading;
        using System.Threading.Channels;
        using System.Threading.Tasks;
        using Pulse;

        """;

    private const string Helpers = """
            static readonly ConcurrentDictionary<string, Task> tasks = new();
            static readonly ConcurrentDictionary<string, ValueTask<int>> values = new();
            static readonly Dictionary<string, Task> map = new();
            static readonly List<object> list = new();
            static readonly SemaphoreSlim gate = new(1);
            static readonly Channel<Defined> channel = Channel.CreateUnbounded<Defined>();
            static readonly Cache cache = new();
            static readonly TaskScheduler scheduler = TaskScheduler.Default;
            static Task? last;
            static Task running = Task.CompletedTask;
            static ValueTask<int> number;
            static string name = "builds";
            static int ttl = 60_000;
            static ValueTask<int> StoreAsync(object d) => new(1);
            static ValueTask SaveAsync(object d) => default;
            static Task WriteAsync(object d) => Task.CompletedTask;
            static async Task<int> CountAsync(object d) { await Task.Yield(); return 1; }
            static Task<Task> BeginAsync(object d) => Task.FromResult(Task.CompletedTask);
            static ValueTask<Task> StartAsync(object d) => new(Task.CompletedTask);
            static void Log(object? d) { }
            static void Handle(Defined d) { }
            static Task HandleAsync(Defined d) => Task.CompletedTask;
            static ValueTask HandleValueAsync(Defined d) => default;
            sealed class Cache
            {
                public T GetOrCreate<T>(string key, Func<T> create) => create();
                public Task<T> GetOrCreateAsync<T>(string key, Func<Task<T>> create) => create();
                public T Set<T>(string key, T value) => value;
                public Task<T> InvokeAsync<T>(Func<T> create) => Task.FromResult(create());
                public ValueTask<T> GetOrAddAsync<T>(string key, Func<T> create) => new(create());
            }
            sealed class Assert
            {
                public static T Throws<T>(Action act) where T : Exception => throw new InvalidOperationException();
                public static Task<T> ThrowsAsync<T>(Func<Task> act) where T : Exception => throw new InvalidOperationException();
                public static void NotNull(object? value) { }
                public static void Equal<T>(T expected, T actual) { }
            }
        """;

    private static readonly string Aliases = """
        using Defined = Pulse.Delivery<Pulse.QueueEvents.TaskDefinedKey, Pulse.QueueEvents.TaskDefinedMessage>;
        using Completed = Pulse.Delivery<Pulse.QueueEvents.TaskCompletedKey, Pulse.QueueEvents.TaskCompletedMessage>;

        """;

    /// <summary>The ids of all that is reported, hints included.</summary>
    public static IReadOnlyList<string> Reported(string usage) =>
        [.. Analyzed.Of(Analyzed.Compilation(Source(usage))).Select(found => $"{found.Id}: {found.GetMessage(null)}")];

    private static string Source(string usage) =>
        usage.StartsWith("file:", StringComparison.Ordinal) ? Usings + Aliases + usage[5..]
        : usage.StartsWith("members:", StringComparison.Ordinal)
            ? $"{Usings}{Aliases}partial class Program\n{{\n{Helpers}\n{usage[8..]}\n}}"
        : $$"""
            {{Usings}}{{Aliases}}partial class Program
            {
            {{Helpers}}
                static async Task Use(PulseConnection pulse, CancellationToken stop, string[] args, IBinding<string, JsonElement> binding)
                {
                    await Task.Yield();
                    {{usage}}
                }
            }
            """;
}
