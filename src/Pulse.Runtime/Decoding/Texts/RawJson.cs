using System.Text.Json;
#if NET9_0_OR_GREATER
using System.Runtime.InteropServices;
#else
using System.Text;
#endif

namespace Pulse.Decoding;

/// <summary>Returns the JSON that an element was read from.</summary>
internal static class RawJson
{
    /// <exception cref="InvalidOperationException">The element is <see langword="default"/>.</exception>
    public static ReadOnlySpan<byte> Of(JsonElement element) =>
#if NET9_0_OR_GREATER
        JsonMarshal.GetRawUtf8Value(element);
#else
        Encoding.UTF8.GetBytes(element.GetRawText());
#endif
}
