using System.Globalization;
using Microsoft.CodeAnalysis.Operations;
using Pulse.Generators.Analysis.Operations;

namespace Pulse.Generators.Analysis.Queues;

/// <summary>A setting of a queue that the runtime refuses together with another one.</summary>
/// <param name="Call">The setting to change.</param>
/// <param name="Shown">The setting in words.</param>
/// <param name="Other">What it does not go together with.</param>
/// <param name="Why">Why not, and what to do.</param>
internal sealed record SettingConflict(IInvocationOperation Call, string Shown, string Other, string Why)
{
    /// <summary>What would certainly mend it: another argument, or an empty string if the call is to be removed.</summary>
    public string? Replacement { get; init; }

    /// <summary>What certainly keeps a queue from being consumed by a call, as far as constants tell.</summary>
    public static IEnumerable<SettingConflict> Of(DescribedQueue queue, IInvocationOperation consumer)
    {
        var settings = new Decided(queue, consumer);
        if (ReadAllCall.Of(consumer) is not null)
            return WithLoop(settings) is { } conflict ? [conflict] : [];
        return new[] { WithoutRetries(settings), TooFewMessages(settings) }.OfType<SettingConflict>();
    }

    private static SettingConflict? WithLoop(Decided settings)
    {
        const string Loop = "ReadAllAsync";
        if (settings.Last("On") is { } on)
            return new(on, "On", Loop, "a delivery goes either to a handler or to a loop; leave out one of them");
        if (settings.Last("Concurrency") is { } concurrency && concurrency.Constant("handlers") is > 1 and var handlers)
            return new(
                concurrency,
                $"Concurrency({Text(handlers)})",
                Loop,
                "a loop takes one delivery at a time; leave out Concurrency"
            )
            {
                Replacement = settings.Removal("Concurrency"),
            };
        if (settings.Last("Retry") is { } retry)
            return new(retry, "Retry", Loop, "a loop has no handler that could fail; leave out Retry")
            {
                Replacement = settings.Removal("Retry"),
            };
        return settings.Last("OnFailed") is { } failed
            ? new(failed, "OnFailed", Loop, "a loop has no handler that could fail; leave out OnFailed")
            : null;
    }

    private static SettingConflict? WithoutRetries(Decided settings) =>
        settings.Last("Retry") is { } retry
        && retry.Constant("attempts") > 0
        && settings.Last("AutoAcknowledge", "ManualAcknowledge") is { TargetMethod.Name: "AutoAcknowledge" }
            ? new(
                retry,
                "Retry",
                "AutoAcknowledge",
                "a message that is acknowledged before its handler runs is gone when the handler throws; leave out one of them"
            )
            {
                Replacement = settings.Removal("Retry"),
            }
            : null;

    private static SettingConflict? TooFewMessages(Decided settings) =>
        settings.Last("Prefetch") is { } prefetch
        && prefetch.Constant("count") is > 0 and var count
        && settings.Last("Concurrency")?.Constant("handlers") is { } handlers
        && count < handlers
            ? new(
                prefetch,
                $"Prefetch({Text(count)})",
                $"Concurrency({Text(handlers)})",
                $"the broker would never send enough messages for all handlers; set a prefetch of {Text(handlers)} or more, or leave out Prefetch"
            )
            {
                Replacement = Text(handlers),
            }
            : null;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The settings that a queue has when it is consumed.</summary>
    private sealed class Decided(DescribedQueue queue, IInvocationOperation consumer)
    {
        /// <summary>The call that decides; null if there is none, or if it depends on a branch.</summary>
        public IInvocationOperation? Last(params string[] names)
        {
            var calls = queue.Settings.Where(call => names.Contains(call.TargetMethod.Name)).ToList();
            return calls.All(queue.IsCertain)
                ? calls.Where(call => At(call) < At(consumer)).OrderBy(At).LastOrDefault()
                : null;
        }

        /// <summary>The replacement that removes a call; null if another one would then decide.</summary>
        public string? Removal(string name) =>
            queue.Settings.Count(call => call.TargetMethod.Name == name) == 1 ? "" : null;

        private static int At(IInvocationOperation call) => SettingNames.Place(call).SourceSpan.Start;
    }
}
