using System.Reflection;
using System.Text.Json;
using Pulse.Decoding;
using Pulse.RabbitMq;
using RabbitMQ.Client;

namespace Pulse.Taskcluster.Tests;

/// <summary>Each exchange's message goes through a real RabbitMQ and arrives as its type.</summary>
public sealed class AllMessagesTests(AllMessagesTests.Services services) : IClassFixture<AllMessagesTests.Services>
{
    private static readonly Assembly[] Assemblies =
    [
        typeof(QueueEvents).Assembly,
        typeof(PublishedReferences.ThisAssembly).Assembly,
    ];

    public static TheoryData<Type> Bindings() => [.. Assemblies.SelectMany(Sample.Bindings)];

    [Fact]
    public void Every_exchange_of_the_six_services_has_its_binding()
    {
        Assert.Equal(36, Sample.Bindings(Assemblies[0]).Count());
        Assert.Contains(Sample.Bindings(Assemblies[1]).Count(), new[] { 0, 36 }); // Taskcluster's own documents may not be at hand.
    }

    [Fact]
    public void A_message_of_a_later_version_keeps_unknown_values_of_open_enums()
    {
        var changed = Sample
            .Bindings(Assemblies[0])
            .Select(binding => SampleOf(binding, isOfALaterVersion: true))
            .Where(sample => sample.Payload.GetRawText().Contains(LaterVersion.UnknownText, StringComparison.Ordinal))
            .Select(sample => sample.Name);
        Assert.Equal(
            [
                "queue/artifact-created",
                "queue/task-completed",
                "queue/task-defined",
                "queue/task-exception",
                "queue/task-failed",
                "queue/task-group-priority-changed",
                "queue/task-pending",
                "queue/task-priority-changed",
                "queue/task-running",
            ],
            changed.Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [MemberData(nameof(Bindings))]
    public Task A_message_arrives_as_its_type(Type binding) => ArrivesAsync(binding, isOfALaterVersion: false);

    [Theory]
    [MemberData(nameof(Bindings))]
    public Task A_message_of_a_later_version_arrives_as_its_type(Type binding) =>
        ArrivesAsync(binding, isOfALaterVersion: true);

    private static Type[] Types(Type binding) =>
        binding
            .GetInterfaces()
            .Single(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IBinding<,>))
            .GetGenericArguments();

    private static Sample SampleOf(Type binding, bool isOfALaterVersion)
    {
        var sample = Sample.Of(((IBinding)Activator.CreateInstance(binding)!).ExchangeName);
        return isOfALaterVersion ? sample.OfALaterVersion(Types(binding)[1]) : sample;
    }

    private Task ArrivesAsync(Type binding, bool isOfALaterVersion) =>
        (Task)
            GetType()
                .GetMethod(nameof(SampleArrivesAsync), BindingFlags.NonPublic | BindingFlags.Instance)!
                .MakeGenericMethod(Types(binding))
                .Invoke(this, [Activator.CreateInstance(binding), SampleOf(binding, isOfALaterVersion)])!;

    private async Task SampleArrivesAsync<TRouting, TPayload>(IBinding<TRouting, TPayload> binding, Sample sample)
        where TPayload : IPayload<TPayload>
    {
        var arrived = new TaskCompletionSource<Delivery<TRouting, TPayload>>(
            TaskCreationOptions.RunContinuationsAsynchronously
        );
        await using var queue = await services
            .Connection.Queue()
            .On(binding, d => arrived.TrySetResult(d))
            .ConsumeAsync();
        await services.PublishAsync(binding.ExchangeName, sample);

        var delivery = await arrived.Task.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(
            (binding.ExchangeName, sample.RoutingKey, false),
            (delivery.Exchange, delivery.RoutingKey, delivery.Redelivered)
        );
        Assert.Equal("application/json", delivery.Properties.ContentType);
        Assert.Equal(sample.Routes, delivery.Routes);
        Assert.Equal(sample.Fields, FieldsOf(delivery.Routing!));
        Assert.Equal(sample.Body, delivery.Body.ToArray());
        Same.Assert(sample.Payload, delivery.Payload);

        // And back: the same JSON, but for what no type knows, and an equal value of it.
        var written = Write(delivery.Payload);
        Assert.True(JsonElement.DeepEquals(sample.Payload, JsonElement.Parse(written)));
        var again = binding.ReadPayload(written);
        Assert.Equal(delivery.Payload, again);
        Assert.Equal(delivery.Payload.GetHashCode(), again.GetHashCode());
    }

    /// <summary>The words of a key by the names of their fields, which the binding's properties of the same names have.</summary>
    private static Dictionary<string, string?> FieldsOf(object key) =>
        key.GetType()
            .GetCustomAttribute<RoutingKeyOfAttribute>()!
            .Binding.GetProperties()
            .Select(property => (property.Name, Word: property.GetCustomAttribute<RoutingWordAttribute>()))
            .Where(field => field.Word is not null)
            .OrderBy(field => field.Word!.Position)
            .ToDictionary(
                field => field.Word!.Name,
                field => (string?)key.GetType().GetProperty(field.Name)!.GetValue(key)
            );

    private static byte[] Write<TPayload>(TPayload payload)
        where TPayload : IPayload<TPayload>
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            payload.WriteTo(writer);
        return stream.ToArray();
    }

    /// <summary>A RabbitMQ with the exchanges of all services, and one connection to each side of it.</summary>
    public sealed class Services : IAsyncLifetime
    {
        private RabbitMqNode? _node;
        private IConnection? _publishing;
        private IChannel? _channel;
        private PulseConnection? _connection;

        public PulseConnection Connection => _connection!;

        public async Task InitializeAsync()
        {
            _node = await RabbitMqNode.StartAsync();
            _connection = new PulseConnection("guest", "guest", _node.Url);
            _publishing = await new ConnectionFactory { Uri = new Uri(_node.Url) }.CreateConnectionAsync();
            _channel = await _publishing.CreateChannelAsync();
            foreach (var binding in Sample.Bindings(typeof(QueueEvents).Assembly))
                await _channel.ExchangeDeclareAsync(
                    ((IBinding)Activator.CreateInstance(binding)!).ExchangeName,
                    ExchangeType.Topic
                );
        }

        public async Task PublishAsync(string exchange, Sample sample)
        {
            var properties = new BasicProperties { ContentType = "application/json" };
            if (sample.Routes.Count > 0)
                properties.Headers = new Dictionary<string, object?>
                {
                    ["CC"] = sample.Routes.Select(object? (route) => "route." + route).ToList(),
                };
            await _channel!.BasicPublishAsync(exchange, sample.RoutingKey, mandatory: true, properties, sample.Body);
        }

        public async Task DisposeAsync()
        {
            await Connection.DisposeAsync();
            await _publishing!.DisposeAsync();
            await _node!.DisposeAsync();
        }
    }
}
