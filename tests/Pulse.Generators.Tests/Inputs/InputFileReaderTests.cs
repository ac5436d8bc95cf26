using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Pulse.Generators.Tests.Inputs;

/// <summary>Files as the compiler hands them over: bytes that it has made text of, as well as it could.</summary>
public class InputFileReaderTests
{
    private const string Schema = "{\n  \"$id\": \"/schemas/x.json\", \"title\": \"Grün\" }";

    /// <summary>What the compiler takes such bytes for depends on the machine: U+FFFD, or a code page of its own.</summary>
    public static TheoryData<Encoding?> TakenFor() => [null, Encoding.Latin1];

    [Theory]
    [MemberData(nameof(TakenFor))]
    public void A_file_that_is_not_UTF_8_is_an_error_at_the_first_such_byte(Encoding? takenFor)
    {
        var error = Assert.Single(Reported(Encoding.Latin1.GetBytes(Schema), takenFor));
        var at = error.Location.GetLineSpan();
        Assert.Equal(
            ("PULSE011", "file.json", 1, 40),
            (error.Id, at.Path, at.StartLinePosition.Line, at.StartLinePosition.Character)
        );
    }

    public static TheoryData<Encoding> Fitting() =>
        [new UTF8Encoding(false), new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32];

    [Theory]
    [MemberData(nameof(Fitting))]
    public void UTF_8_and_files_with_a_byte_order_mark_are_read_even_with_replacement_characters(Encoding encoding)
    {
        var text = Schema.Replace("ü", "\ufffd", StringComparison.Ordinal);
        Assert.Empty(Reported([.. encoding.GetPreamble(), .. encoding.GetBytes(text)], null));
    }

    private static ImmutableArray<Diagnostic> Reported(byte[] bytes, Encoding? takenFor)
    {
        var source = SourceText.From(new MemoryStream(bytes), takenFor);
        return GeneratorRun
            .Of(
                Consumer.QueueEvents,
                [.. Consumer.Taskcluster, new ReferenceText("file.json", source.ToString(), source)]
            )
            .Reported;
    }
}
