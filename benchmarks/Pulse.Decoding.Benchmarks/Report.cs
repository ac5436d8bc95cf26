using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Pulse.Decoding.Benchmarks;

/// <summary>Writes the report: the ratios of the measurements, and whether they meet their targets.</summary>
internal sealed class Report(IReadOnlyList<Measurement> measurements, IReadOnlyList<CodeSize> sizes)
{
    private const double OfSourceGenerated = 0.23;
    private const double OfWalk = 1.05;
    private const double OfAllocation = 0.40;
    private const double OfParseValue = 1.10;
    private const double OfWriting = 0.60;
    private const double OfOwnWriting = 0.50;
    private const double OfUsual = 2.00;

    private readonly StringBuilder _text = new();
    private bool _allMet = true;

    public string Write(string how)
    {
        Line($"# Decoding, measured");
        Line();
        Line(
            $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, {Environment.ProcessorCount} processors ({RuntimeInformation.ProcessArchitecture}); {how}."
        );
        Line("Absolute times depend on the machine. The ratios, measured side by side in one run, hardly do.");
        Line(
            "*Source-gen* is System.Text.Json's source generator on hand-written records of the same shapes. *Walk* is a bare `Utf8JsonReader` that visits every token and keeps nothing. A message has a new id each time it is read."
        );
        Line();
        var head = _text.Length;
        Reading();
        FreeForm();
        Unusual();
        Writing();
        Validating();
        Sizes();
        _text.Insert(
            head,
            _allMet ? "**All targets are met.**\n\n" : "**Not all targets are met**; look for *missed*.\n\n"
        );
        return _text.ToString();
    }

    private void Reading()
    {
        Line("## Reading");
        Line();
        Line(
            $"Targets: time at most {OfSourceGenerated:0.00} of source-gen and {OfWalk:0.00} of a walk, memory at most {OfAllocation:0.00} of source-gen."
        );
        Line();
        Table(
            "message",
            "bytes",
            "Pulse",
            "source-gen",
            "walk",
            "JsonDocument",
            "of source-gen",
            "of walk",
            "Pulse allocates",
            "source-gen allocates",
            "of source-gen"
        );
        foreach (
            var message in new[]
            {
                Scenarios.TaskDefined,
                Scenarios.TaskCompleted,
                Scenarios.WorkerRunning,
                Scenarios.EmptyPush,
            }
        )
        {
            // The targets are for typed parts, so the minimal cost of free-form JSON is subtracted on both sides.
            var free =
                message == Scenarios.EmptyPush ? Of(Scenarios.EmptyObject, Scenario.ParseValue) : new("", "", 0, 0);
            var (ours, theirs) = (Of(message.Name, Scenario.Pulse), Of(message.Name, Scenario.SourceGenerated));
            var walk = Of(message.Name, Scenario.Walk).Nanoseconds;
            var (time, bytes) = (ours.Nanoseconds - free.Nanoseconds, ours.Bytes - free.Bytes);
            Table(
                message.Name + (free.Bytes > 0 ? ", minus `ParseValue` of `{}`" : ""),
                message.Length,
                Time(time),
                Time(theirs.Nanoseconds - free.Nanoseconds),
                Time(walk),
                Time(Of(message.Name, Scenario.Document).Nanoseconds),
                Checked(time / (theirs.Nanoseconds - free.Nanoseconds), OfSourceGenerated),
                Checked(time / walk, OfWalk),
                bytes,
                theirs.Bytes - free.Bytes,
                Checked((double)bytes / (theirs.Bytes - free.Bytes), OfAllocation)
            );
        }

        Line();
    }

    private void FreeForm()
    {
        var (full, empty) = (Of(Scenarios.Push.Name, Scenario.Pulse), Of(Scenarios.EmptyPush.Name, Scenario.Pulse));
        var (parts, none) = (
            Of(Scenarios.FreeForm, Scenario.ParseValue),
            Of(Scenarios.EmptyObject, Scenario.ParseValue)
        );
        Line("## Free-form JSON");
        Line();
        Line(
            $"The cost of the body and the details of a GitHub push (the whole message minus one without them), compared with `JsonElement.ParseValue` on the same bytes. Target: at most {OfParseValue:0.00}."
        );
        Line();
        Table("", "bytes", "Pulse", "ParseValue", "ratio", "Pulse allocates", "ParseValue allocates", "ratio");
        var (time, bytes) = (full.Nanoseconds - empty.Nanoseconds, full.Bytes - empty.Bytes);
        var (parseTime, parseBytes) = (parts.Nanoseconds - none.Nanoseconds, parts.Bytes - none.Bytes);
        Table(
            Scenarios.FreeForm,
            Scenarios.Push.Length - Scenarios.EmptyPush.Length,
            Time(time),
            Time(parseTime),
            Checked(time / parseTime, OfParseValue),
            bytes,
            parseBytes,
            Checked((double)bytes / parseBytes, OfParseValue)
        );
        var theirs = Of(Scenarios.Push.Name, Scenario.SourceGenerated);
        Line();
        Line(
            $"The whole push ({Scenarios.Push.Length} bytes): {Time(full.Nanoseconds)}, {full.Nanoseconds / theirs.Nanoseconds:0.00} of source-gen and {full.Nanoseconds / Of(Scenarios.Push.Name, Scenario.Walk).Nanoseconds:0.00} of a walk; {full.Bytes} B, {(double)full.Bytes / theirs.Bytes:0.00} of source-gen."
        );
        Line();
    }

    private void Unusual()
    {
        var usual = Of(Scenarios.TaskCompleted.Name, Scenario.Pulse);
        Line("## Unusual messages");
        Line();
        Line(
            $"`task-completed`, slightly changed, compared with the unchanged message. Target for one unknown property and for one reordered object: at most {OfUsual:0.00}."
        );
        Line();
        Table("", "bytes", "Pulse", "of the usual", "Pulse allocates");
        foreach (var message in Scenarios.Unusual)
        {
            var unusual = Of(message.Name, Scenario.Pulse);
            var ratio = unusual.Nanoseconds / usual.Nanoseconds;
            var hasTarget =
                message.Name.StartsWith("unknown", StringComparison.Ordinal) || message.Name == "reordered object";
            Table(
                message.Name,
                message.Length,
                Time(unusual.Nanoseconds),
                hasTarget ? Checked(ratio, OfUsual) : $"{ratio:0.00}",
                unusual.Bytes
            );
        }

        Line();
    }

    private void Writing()
    {
        Line("## Writing");
        Line();
        Line($"Into a `Utf8JsonWriter` that is reused. Target: at most {OfWriting:0.00} of source-gen.");
        Line();
        Table("message", "Pulse", "source-gen", "ratio", "Pulse allocates", "source-gen allocates");
        foreach (
            var message in new[]
            {
                Scenarios.TaskDefined,
                Scenarios.TaskCompleted,
                Scenarios.WorkerRunning,
                Scenarios.Push,
            }
        )
        {
            var (ours, theirs) = (
                Of(message.Name, Scenario.PulseWriting),
                Of(message.Name, Scenario.SourceGeneratedWriting)
            );
            Table(
                message.Name,
                Time(ours.Nanoseconds),
                Time(theirs.Nanoseconds),
                Checked(ours.Nanoseconds / theirs.Nanoseconds, OfWriting),
                ours.Bytes,
                theirs.Bytes
            );
        }

        Line();
    }

    private void Validating()
    {
        Line("## Validating");
        Line();
        Line(
            $"`Validate()` of a valid message, compared with writing it as above. Target: at most {OfOwnWriting:0.00}."
        );
        Line();
        Table("message", "bytes", "validating", "writing", "ratio", "validating allocates");
        foreach (
            var message in new[]
            {
                Scenarios.ClientCreated,
                Scenarios.WorkerPoolCreated,
                Scenarios.WorkerRunning,
                Scenarios.TaskDefined,
                Scenarios.Push,
                Scenarios.TaskCompleted,
            }
        )
        {
            var (validating, writing) = (
                Of(message.Name, Scenario.PulseValidating),
                Of(message.Name, Scenario.PulseWriting)
            );
            Table(
                message.Name,
                message.Length,
                Time(validating.Nanoseconds),
                Time(writing.Nanoseconds),
                Checked(validating.Nanoseconds / writing.Nanoseconds, OfOwnWriting),
                validating.Bytes
            );
        }

        Line();
    }

    private void Sizes()
    {
        Line("## Emitted code");
        Line();
        Line("Bytes per property of a record: C# without documentation and indentation, and its IL.");
        Line();
        Table("record", "properties", "C#", "IL", "reading", "writing", "validating");
        foreach (
            var size in sizes.Append(
                new(
                    "**all**",
                    sizes.Sum(size => size.Properties),
                    sizes.Sum(size => size.Source),
                    sizes.Sum(size => size.Code),
                    sizes.Sum(size => size.Reading),
                    sizes.Sum(size => size.Writing),
                    sizes.Sum(size => size.Validating)
                )
            )
        )
            Table(
                size.Record,
                size.Properties,
                size.Source / size.Properties,
                size.Code / size.Properties,
                size.Reading / size.Properties,
                size.Writing / size.Properties,
                size.Validating / size.Properties
            );
    }

    private Measurement Of(string message, string way) =>
        measurements.Single(measured => measured.Message == message && measured.Way == way);

    private string Checked(double ratio, double target)
    {
        var isMet = ratio <= target;
        _allMet &= isMet;
        return Text($"**{ratio:0.00}** {(isMet ? "met" : "missed")}");
    }

    private static string Time(double nanoseconds) => Text($"{nanoseconds / 1000:0.000} µs");

    private void Table(params object[] cells)
    {
        var isHead = _text.Length >= 2 && _text[^2] == '\n' && _text[^1] == '\n';
        Line("| " + string.Join(" | ", cells) + " |");
        if (isHead)
            Line("|---|" + string.Concat(Enumerable.Repeat("--:|", cells.Length - 1)));
    }

    private void Line(FormattableString line) => Line(Text(line));

    private void Line(string line = "") => _text.Append(line).Append('\n');

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
