using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pulse.Decoding.Tests.Primitives;

public class FreeFormWritingTests
{
    private static readonly string[] Scalars =
    [
        "0",
        "-1.50e+10",
        "2E-3",
        "true",
        "null",
        "\"\"",
        "\"plain\"",
        "\"plain, and {longer}: [than] the // thirty-two bytes of a window\"",
        "\"\\\"\"",
        "\"\\\\\"",
        "\"a \\n\\u003c\\ud83e\\udd8a b\"",
        "\"größer\"",
        "\"<a href='x'>`+&\u007f\"",
        "\"ビルド 🦊, and what makes it longer than a window is\"",
    ];

    private static readonly string[] Between = ["", "", "", "", " ", "\n\t", "/* \"a\", */", "// ü \"\n"];

    public static TheoryData<JavaScriptEncoder?> Encoders => PayloadWriterTests.Encoders;

    [Theory]
    [MemberData(nameof(Encoders))]
    public void Free_form_JSON_is_written_as_Utf8JsonWriter_writes_it(JavaScriptEncoder? encoder)
    {
        for (var seed = 0; seed < 3000; seed++)
        {
            var json = Json(new Random(seed), 0);
            using var document = JsonDocument.Parse(
                json,
                new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip }
            );
            var value = document.RootElement;
            var expected = PayloadWriterTests.Write(encoder, value.WriteTo);
            var written = PayloadWriterTests.Write(
                encoder,
                writer =>
                    PayloadWriter.Write(writer, new PayloadWriterTests.Written(output => output.WriteElement(value)))
            );
            Assert.True(expected == written, $"Seed {seed}: {json}\n{expected}\n{written}");
        }
    }

    [Fact]
    public void An_undefined_JsonElement_is_not_written() =>
        Assert.Throws<InvalidOperationException>(() =>
            PayloadWriterTests.Write(
                (JavaScriptEncoder?)null,
                writer =>
                    PayloadWriter.Write(writer, new PayloadWriterTests.Written(output => output.WriteElement(default)))
            )
        );

    private static string Json(Random random, int depth)
    {
        if (random.Next(depth, 6) == 5)
            return Scalars[random.Next(Scalars.Length)];
        var isObject = random.Next(2) == 0;
        var json = new StringBuilder(isObject ? "{" : "[");
        var count = random.Next(5);
        for (var i = 0; i < count; i++)
        {
            json.Append(Space()).Append(isObject ? $"{Name()}{White()}:{Space()}" : "").Append(Json(random, depth + 1));
            if (i < count - 1 || random.Next(4) == 0)
                json.Append(Space()).Append(',');
        }

        return json.Append(Space()).Append(isObject ? '}' : ']').ToString();

        string Space() => Between[random.Next(Between.Length)];

        // No comment stands between a name and its colon.
        string White() => Between[random.Next(6)];

        string Name() => Scalars[random.Next(5, Scalars.Length)];
    }
}
