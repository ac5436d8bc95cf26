using System.Globalization;
using System.Net;

namespace Pulse.RabbitMq.Tests;

/// <summary>A node's processes, as the kernel sees them.</summary>
internal static class NodeProcesses
{
    private const string Listening = "0A";

    /// <summary>The processes that belong to a node's folder: broker, helpers, a running rabbitmqctl.</summary>
    public static IEnumerable<int> Of(string folder) =>
        from path in Directory.EnumerateDirectories("/proc")
        let name = Path.GetFileName(path)
        where char.IsAsciiDigit(name[0]) && ReadLines($"{path}/environ", '\0').Contains($"HOME={folder}")
        select int.Parse(name, CultureInfo.InvariantCulture);

    /// <summary>Whether a process is running; a zombie is not.</summary>
    public static bool IsAlive(int processId) => ReadLines($"/proc/{processId}/environ", '\0') is not [] and not [""];

    /// <summary>The addresses that some processes listen on.</summary>
    public static IReadOnlyList<IPEndPoint> ListeningAddresses(IEnumerable<int> processIds)
    {
        // The order matters: a socket that is opened in between is left for the next look.
        var sockets = processIds.SelectMany(OpenFiles).ToHashSet();
        return
        [
            .. from line in ReadLines("/proc/net/tcp", '\n').Concat(ReadLines("/proc/net/tcp6", '\n'))
            let fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            where fields.Length > 9 && fields[3] == Listening && sockets.Contains($"socket:[{fields[9]}]")
            select ParseAddress(fields[1]),
        ];
    }

    private static IEnumerable<string> OpenFiles(int processId)
    {
        try
        {
            return [.. Directory.GetFiles($"/proc/{processId}/fd").Select(fd => new FileInfo(fd).LinkTarget ?? "")];
        }
        catch (IOException)
        {
            return []; // gone in the meantime
        }
    }

    // "0100007F:1F90": the address as 32-bit words in this machine's byte order, and the port.
    private static IPEndPoint ParseAddress(string text)
    {
        var (address, port) = (text.Split(':')[0], text.Split(':')[1]);
        var bytes = address
            .Chunk(8)
            .SelectMany(word =>
                BitConverter.GetBytes(uint.Parse(word, NumberStyles.HexNumber, CultureInfo.InvariantCulture))
            );
        return new IPEndPoint(
            new IPAddress([.. bytes]),
            int.Parse(port, NumberStyles.HexNumber, CultureInfo.InvariantCulture)
        );
    }

    private static string[] ReadLines(string path, char separator)
    {
        try
        {
            return File.ReadAllText(path).Split(separator);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
