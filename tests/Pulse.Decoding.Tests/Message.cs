using System.Reflection;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pulse.Decoding.Tests.Features;

namespace Pulse.Decoding.Tests;

internal delegate object Decoder(ReadOnlySpan<byte> json);

/// <summary>A valid message and its type.</summary>
/// <param name="Type">The record.</param>
/// <param name="Json">Without white space.</param>
internal sealed record Message(Type Type, byte[] Json)
{
    public Decoder Decode { get; } = Type.GetMethod("Decode")!.CreateDelegate<Decoder>();

    private static readonly JsonSerializerOptions Unescaped = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>One message for each exchange of Taskcluster, and the two of the type with every feature.</summary>
    public static IReadOnlyList<Message> All { get; } = [.. Samples(), Full(), Least()];

    /// <summary>A message with every feature that a schema can have.</summary>
    public static Message Full() => Feature(Text("samples/everything"));

    /// <summary>The same type with only its required properties.</summary>
    public static Message Least() =>
        Feature(
            """
            {"text":"","flag":false,"small":0,"big":0,"ratio":0,"moment":"2026-01-01T00:00:00.000Z","state":"on","names":[],"counts":{},"anything":1,"textOrNull":"x","steps":[]}
            """
        );

    /// <summary>The sample of an exchange.</summary>
    public static Message Sample(IBinding binding)
    {
        var parts = binding.ExchangeName.Split('/'); // exchange/taskcluster-queue/v1/task-defined
        using var sample = JsonDocument.Parse(Text($"samples/{parts[1]["taskcluster-".Length..]}/{parts[3]}"));
        return new(PayloadType(binding), Compact(sample.RootElement.GetProperty("payload")));
    }

    private static IEnumerable<Message> Samples() =>
        typeof(QueueEvents)
            .Assembly.GetCustomAttributes<PulseBindingsAttribute>()
            .SelectMany(attribute => attribute.Bindings)
            .Select(binding => Sample((IBinding)Activator.CreateInstance(binding)!));

    private static string Text(string resource)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!;
        using var text = new StreamReader(stream);
        return text.ReadToEnd();
    }

    private static Message Feature(string json) =>
        new(typeof(FeatureEvents.Everything), Encoding.UTF8.GetBytes(json.ReplaceLineEndings("")));

    private static Type PayloadType(IBinding binding) =>
        binding
            .GetType()
            .GetInterfaces()
            .Single(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IBinding<,>))
            .GetGenericArguments()[1];

    private static byte[] Compact(JsonElement json) => JsonSerializer.SerializeToUtf8Bytes(json, Unescaped);
}
