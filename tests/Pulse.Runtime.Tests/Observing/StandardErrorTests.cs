using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Pulse.Runtime.Tests.Observing;

/// <summary>What a program without a logger factory sees on standard error.</summary>
[Collection(SharedRabbitMq.Name)]
public sealed class StandardErrorTests : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly RabbitMqFixture _rabbitMq;
    private readonly TextWriter _original = Console.Error;
    private readonly StringWriter _written = new();
    private readonly FakeTimeProvider _time = new();
    private readonly StandardErrorLogger _logger;

    public StandardErrorTests(RabbitMqFixture rabbitMq)
    {
        _rabbitMq = rabbitMq;
        _logger = new StandardErrorLogger(_time);
        Console.SetError(_written);
    }

    public void Dispose()
    {
        Console.SetError(_original);
        _written.Dispose();
    }

    [Fact]
    public async Task Failures_are_written_without_a_logger_factory()
    {
        await using var scene = await Scene.OpenAsync(_rabbitMq);
        await using (var connection = scene.Connect(options => options with { LoggerFactory = null }))
        {
            await using var queue = await connection
                .Queue(scene.QueueName)
                .On(
                    Binding.To(scene.Exchange, "good.#"),
                    _ => throw new InvalidOperationException("of\nno\u001b[2Juse")
                )
                .On(Binding.To(scene.Exchange, "bad"), _ => { })
                .ConsumeAsync();
            await scene.PublishAsync("good.\u0007");
            await scene.PublishAsync("bad", "{");
            await Eventually.HoldsAsync(() => Lines().Count >= 3, "three lines are written");
        }

        var lines = Lines();
        Assert.Equal(2, lines.Count(line => line.StartsWith("pulse: error 20: ", StringComparison.Ordinal)));
        Assert.Contains(
            lines,
            line =>
                line.Contains(@"System.InvalidOperationException: of\nno\u001B[2Juse at ", StringComparison.Ordinal)
                && line.Contains(@"good.\u0007", StringComparison.Ordinal)
        );
        Assert.Contains(lines, line => line.StartsWith("pulse: error 21: ", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Any(char.IsControl));
    }

    [Fact]
    public async Task Nothing_is_written_with_the_null_logger_factory()
    {
        await using var scene = await Scene.OpenAsync(_rabbitMq);
        var connection = scene.Connect(options => options with { LoggerFactory = NullLoggerFactory.Instance });
        var inbox = new Inbox<string>();
        await using var queue = await connection
            .Queue(scene.QueueName)
            .On(
                Binding.To(scene.Exchange, "fails"),
                d =>
                {
                    inbox.Add(d.RoutingKey);
                    throw new InvalidOperationException("silence");
                }
            )
            .ConsumeAsync();
        await scene.PublishAsync("fails");
        await inbox.NextAsync(2);
        await queue.CloseAsync();
        Assert.DoesNotContain("silence", _written.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_line_is_written_once_a_second_with_how_often_it_was_held_back()
    {
        for (var time = 0; time < 28; time++)
            _logger.StoppedConsuming(new InvalidOperationException("often"), "q");
        _logger.StoppedConsuming(new InvalidOperationException("once"), "q");
        Assert.Equal(2, Lines().Count);

        await PassASecondAsync();
        Assert.Single(Lines(), line => line.EndsWith("often (again, 27 times)", StringComparison.Ordinal));
        _logger.StoppedConsuming(new InvalidOperationException("often"), "q"); // within the second of the line above
        Assert.Equal(3, Lines().Count);
        await PassASecondAsync();
        Assert.Single(Lines(), line => line.EndsWith("often (again, 1 times)", StringComparison.Ordinal));
        await PassASecondAsync();

        _logger.StoppedConsuming(new InvalidOperationException("often"), "q");
        Assert.Equal(2, Lines().Count(line => line.EndsWith("often", StringComparison.Ordinal)));
    }

    [Fact]
    public void Flushing_writes_at_once_what_was_held_back()
    {
        for (var time = 0; time < 3; time++)
            _logger.StoppedConsuming(new PulseException("flushed"), "q");
        _logger.Flush();
        _logger.Flush();
        Assert.Single(Lines(), line => line.EndsWith("flushed (again, 2 times)", StringComparison.Ordinal));
    }

    [Fact]
    public void Different_lines_and_long_ones_are_bounded()
    {
        for (var number = 0; number < 5_000; number++)
            _logger.StoppedConsuming(new PulseException($"{number}"), "q");
        _logger.Flush();
        Assert.Equal(1_002, Lines().Count);
        Assert.EndsWith("not showing the others (again, 3999 times)", Lines()[^1], StringComparison.Ordinal);

        new StandardErrorLogger(_time).StoppedConsuming(new PulseException(new string('x', 1_000_000)), "q");
        Assert.True(Lines()[^1].Length < 2_100);
    }

    [Theory]
    [InlineData("a\r\nb\tc", @"a\r\nb\tc")]
    [InlineData("\u001b]0;title\u0007\u007f\u0085", @"\u001B]0;title\u0007\u007F\u0085")]
    [InlineData("\u202eabc\u2066", @"\u202Eabc\u2066")]
    [InlineData("\u2028\u2029", @"\u2028\u2029")]
    [InlineData("käthe €😀", "käthe €😀")]
    public void What_acts_on_a_terminal_is_escaped_wherever_it_stands(string text, string escaped)
    {
        _logger.Unmatched(text, text, text);
        _logger.HandlerFailed(new InvalidOperationException(text, new PulseException(text)), "e", "k", "q", default);
        Assert.Equal(2, Lines().Count);
        Assert.Equal(3, Lines()[0].Split(escaped).Length - 1);
        Assert.Equal(2, Lines()[1].Split(escaped).Length - 1);
    }

    [Fact]
    public void Information_is_not_written()
    {
        Assert.False(_logger.IsEnabled(LogLevel.Information));
        Assert.True(_logger.IsEnabled(LogLevel.Warning));
        _logger.Closed("q");
        Assert.Empty(Lines());
    }

    // The timers are set on another thread.
    private async Task PassASecondAsync()
    {
        await Task.Delay(200);
        _time.Advance(Second);
        await Task.Delay(200);
    }

    // Other tests of this process may write, too.
    private List<string> Lines() =>
        [
            .. _written
                .ToString()
                .Split(Environment.NewLine)
                .Where(line => line.StartsWith("pulse: ", StringComparison.Ordinal)),
        ];
}
