using System.Globalization;
using System.Text;

namespace Pulse.References.Json;

/// <summary>The text between the quotes of a JSON string.</summary>
internal static class JsonString
{
    /// <summary>The value of a string that the scanner has accepted: its escapes are known to be valid.</summary>
    public static string Unescape(string raw)
    {
        var value = new StringBuilder(raw.Length);
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '\\')
            {
                value.Append(raw[i]);
                continue;
            }

            i++;
            if (raw[i] == 'u')
            {
                value.Append(
                    (char)ushort.Parse(raw.Substring(i + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
                );
                i += 4;
            }
            else
            {
                value.Append(
                    raw[i] switch
                    {
                        'b' => '\b',
                        'f' => '\f',
                        'n' => '\n',
                        'r' => '\r',
                        't' => '\t',
                        var other => other,
                    }
                );
            }
        }

        return value.ToString();
    }
}
