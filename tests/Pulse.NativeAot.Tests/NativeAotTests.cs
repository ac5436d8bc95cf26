using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Pulse.RabbitMq;
using RabbitMQ.Client;

namespace Pulse.NativeAot.Tests;

public partial class NativeAotTests
{
    private const string Exchange = "exchange/taskcluster-queue/v1/task-defined";

    [NativeAotFact]
    public async Task A_program_of_native_code_decodes_writes_and_consumes()
    {
        using var program = new NativeProgram();
        Assert.DoesNotMatch(Warning(), await program.PublishAsync());

        await using var node = await RabbitMqNode.StartAsync();
        await using var connection = await new ConnectionFactory { Uri = new Uri(node.Url) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.ExchangeDeclareAsync(Exchange, ExchangeType.Topic);

        using var running = program.Run(node.Url);
        try
        {
            await running.StandardInput.WriteLineAsync(JsonSerializer.Serialize(Resource("everything"))); // on one line
            Assert.Equal("decoded and written: True", await NextLineAsync());
            Assert.Equal("serialized: True", await NextLineAsync());
            Assert.Equal("refused: $.text", await NextLineAsync());
            Assert.Equal("consuming", await NextLineAsync());

            var sample = Resource("task-defined");
            await channel.BasicPublishAsync(
                Exchange,
                sample.GetProperty("routingKey").GetString()!,
                Encoding.UTF8.GetBytes(sample.GetProperty("payload").GetRawText())
            );
            Assert.Equal("delivered: BJSGgkIzS1W_-Vm3x_2hcw unscheduled b-linux-gcp", await NextLineAsync());
            await running.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));
            Assert.Equal(0, running.ExitCode);
        }
        finally
        {
            running.Kill(); // Does nothing if the program has already exited.
        }

        Task<string?> NextLineAsync() => running.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30));
    }

    private static JsonElement Resource(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        return JsonDocument.Parse(stream).RootElement;
    }

    [GeneratedRegex(@"\b(warning|IL[23]\d{3})\b", RegexOptions.IgnoreCase)]
    private static partial Regex Warning();
}
