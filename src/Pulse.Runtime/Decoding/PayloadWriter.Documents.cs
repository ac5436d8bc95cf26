using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Encodings.Web;

namespace Pulse.Decoding;

/// <summary>Writes whole payloads: as a string, as bytes, and for people.</summary>
public sealed partial class PayloadWriter
{
    private bool _isForPeople;

    /// <summary>Returns a payload as compact JSON.</summary>
    /// <typeparam name="T">The payload's type.</typeparam>
    /// <param name="payload">The payload.</param>
    /// <returns>The JSON.</returns>
    public static string ToJson<T>(T payload)
        where T : IPayload<T> =>
        Written(payload, encoder: null, isForPeople: false, static json => Encoding.UTF8.GetString(json));

    /// <summary>Returns a payload as compact JSON in UTF-8.</summary>
    /// <typeparam name="T">The payload's type.</typeparam>
    /// <param name="payload">The payload.</param>
    /// <returns>The bytes.</returns>
    public static byte[] ToUtf8Bytes<T>(T payload)
        where T : IPayload<T> => Written(payload, encoder: null, isForPeople: false, static json => json.ToArray());

    /// <summary>Returns a payload that is not a record, such as a list, as compact JSON in UTF-8.</summary>
    /// <typeparam name="T">The payload's type.</typeparam>
    /// <param name="payload">The payload.</param>
    /// <param name="write">Writes it.</param>
    /// <returns>The bytes.</returns>
    public static byte[] ToUtf8Bytes<T>(T payload, Action<PayloadWriter, T> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        return Written(payload, write, encoder: null, isForPeople: false, static json => json.ToArray());
    }

    /// <summary>
    /// Returns a payload as its name and JSON, for people. It never throws: what JSON cannot express is written as null.
    /// </summary>
    /// <typeparam name="T">The payload's type.</typeparam>
    /// <param name="name">The type's name.</param>
    /// <param name="payload">The payload.</param>
    /// <returns>The name and the JSON.</returns>
    [SuppressMessage("Design", "CA1031", Justification = "A debugger shows this text of a half-made record, too.")]
    public static string Describe<T>(string name, T payload)
        where T : IPayload<T>
    {
        try
        {
            return Written(
                payload,
                JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
                isForPeople: true,
                json => $"{name} {Encoding.UTF8.GetString(json)}"
            );
        }
        catch (Exception incomplete)
        {
            return $"{name} (incomplete: {incomplete.Message})";
        }
    }

    /// <summary>Writes the text of an open enum.</summary>
    /// <param name="text">The text; null for the default of the type.</param>
    /// <param name="type">The type's name.</param>
    /// <exception cref="InvalidOperationException">The text is null.</exception>
    public void WriteText(string? text, string type)
    {
        if (text is not null)
            WriteString(text);
        else if (_isForPeople)
            WriteNull();
        else
            throw new InvalidOperationException(
                $"A {type} is 'default', which is not one of its values; set it to one of them, or to new {type}(\"…\")."
            );
    }

    private delegate TResult Result<TResult>(ReadOnlySpan<byte> json);

    private static TResult Written<T, TResult>(
        T payload,
        JavaScriptEncoder? encoder,
        bool isForPeople,
        Result<TResult> result
    )
        where T : IPayload<T>
    {
        ArgumentNullException.ThrowIfNull(payload);
        return Written(payload, static (output, payload) => payload.WriteTo(output), encoder, isForPeople, result);
    }

    private static TResult Written<T, TResult>(
        T payload,
        Action<PayloadWriter, T> write,
        JavaScriptEncoder? encoder,
        bool isForPeople,
        Result<TResult> result
    )
    {
        var output = s_idle ?? new PayloadWriter();
        s_idle = null;
        try
        {
            output.UseEncoder(encoder);
            output._isForPeople = isForPeople;
            write(output, payload);
            return result(output._buffer.AsSpan(0, output._length));
        }
        finally
        {
            output.Return();
        }
    }

    /// <summary>Keeps the writer for the thread's next payload.</summary>
    private void Return()
    {
        _length = 0;
        _isForPeople = false;
        if (_buffer.Length <= LargestKept)
            s_idle = this;
    }
}
