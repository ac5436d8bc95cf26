using System.Text;

namespace Pulse;

/// <summary>
/// AMQP's short string (0-9-1, section 4.2.5.3): exchange names, queue names and routing keys have at most 255 bytes
/// of UTF-8.
/// </summary>
internal static class ShortString
{
    public const int MaxBytes = 255;

    public static bool Fits(string text) => text.Length <= MaxBytes && Encoding.UTF8.GetByteCount(text) <= MaxBytes;

    public static void Check(string text, string what, string parameter)
    {
        if (!Fits(text))
            throw new ArgumentException(TooLong(text, what), parameter);
    }

    public static string? CheckOptional(string? text, string what, string parameter)
    {
        if (text is not null)
            Check(text, what, parameter);
        return text;
    }

    public static string TooLong(string text, string what) =>
        $"{what} holds at most {MaxBytes} bytes of UTF-8; this one has {Encoding.UTF8.GetByteCount(text)}: '{text}'.";
}
