using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using Pulse.References.Scanning;

namespace Pulse.Generators.Inputs;

/// <summary>Reads an input file through the compiler, never from the disk.</summary>
internal static class InputFileReader
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);
    private static readonly UTF8Encoding Utf8WithMark = new(encoderShouldEmitUTF8Identifier: true);

    public static InputFile Read(AdditionalText file, CancellationToken cancellation)
    {
        if (file.GetText(cancellation) is not { } source)
            return FileScanner.Scan(file.Path, null);
        var text = source.ToString();
        return NotUtf8At(source, text) is var offset and >= 0
            ? FileScanner.NotUtf8(file.Path, text, offset)
            : FileScanner.Scan(file.Path, text);
    }

    /// <summary>
    /// The offset of the first byte that is not UTF-8; -1 if there is none. The compiler reads such a file anyway: in the
    /// machine's own code page if it has one, otherwise with U+FFFD in place of such bytes. A byte order mark takes
    /// precedence, so files in UTF-16 and UTF-32 have one.
    /// </summary>
    private static int NotUtf8At(SourceText source, string text)
    {
        if (source.Encoding is not { } encoding || encoding.CodePage is 1200 or 1201 or 12000 or 12001)
            return -1;
        if (encoding.CodePage != Utf8.CodePage)
            return Math.Max(0, Array.FindIndex(text.ToCharArray(), character => character > '\u007f'));
        var replaced = text.IndexOf('\ufffd');
        return replaced < 0 || IsItself(source, text) ? -1 : replaced;
    }

    // U+FFFD may be in the file itself: then the text encodes to the file's bytes.
    private static bool IsItself(SourceText source, string text) =>
        new[] { Utf8, Utf8WithMark }.Any(encoding =>
            SourceText.From(text, encoding, source.ChecksumAlgorithm).GetChecksum().SequenceEqual(source.GetChecksum())
        );
}
