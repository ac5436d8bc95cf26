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

    /// <summary>One for each exchange of Taskcluster, and those that have everything.</summary>
    public static IReadOnlyList<Message> All { get; } = [.. Samples(), Full(), Least()];

    /// <summary>A message with every feature that a schema can have.</summary>
    public static Message Full() =>
        Feature(
            """
            {"text":"some text","flag":true,"small":7,"big":9007199254740993,"huge":12345678901234567890123,"ratio":-12.5e3,
            "moment":"2026-11-20T08:12:04.318Z","day":"2026-11-20","state":"stand-by","level":2,"names":["one","two","größer","🦊"],
            "grid":[[1,2],[],[3]],"counts":{"a":1,"b":2,"long name of a key":3},"anything":{"x":[1,2.50,"\u00e9",null]},"object":{"y":{"z":[]}},
            "array":[1,"2",[3]],"textOrNull":null,"namesOrNull":["a",null,"b"],"choice":{"inner":"i"},
            "source":{"kind":"link","url":"u","again":{"kind":"s3","bucket":"b"}},"place":{"path":"p","mode":420},
            "rest":{"known":"k","first":1,"second":2},
            "steps":[{"name":"s1","state":"on","started":"2026-11-20T08:12:04+01:00","took":0.25},{"name":"s2","state":"new-one"}],
            "stepsByName":{"s1":{"name":"s1","state":"off"}},
            "child":{"text":"t","flag":false,"small":0,"big":-1,"ratio":1,"moment":"2026-11-20T08:12:04Z","state":"off","names":[],"counts":{},
              "anything":null,"textOrNull":"n","steps":[],"choice":["l"],"source":{"kind":"other","more":1},"place":{"address":"a"}},
            "odd name":"o","quo\"te\\d":"q","ünï":"u","":"nameless","a":1,"b":2,"ab":3,"almostTheSame1":4,"almostTheSame2":5,
            "aNameThatIsLongerThanAnyRegisterOfTheProcessorThatReadsItAndThenSomeMore":6}
            """
        );

    /// <summary>The same type with no more than it needs.</summary>
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
        using var stream = Assembly
            .GetExecutingAssembly()
            .GetManifestResourceStream($"samples/{parts[1]["taskcluster-".Length..]}/{parts[3]}")!;
        using var sample = JsonDocument.Parse(stream);
        return new(PayloadType(binding), Compact(sample.RootElement.GetProperty("payload")));
    }

    private static IEnumerable<Message> Samples() =>
        typeof(QueueEvents)
            .Assembly.GetCustomAttributes<PulseBindingsAttribute>()
            .SelectMany(attribute => attribute.Bindings)
            .Select(binding => Sample((IBinding)Activator.CreateInstance(binding)!));

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
