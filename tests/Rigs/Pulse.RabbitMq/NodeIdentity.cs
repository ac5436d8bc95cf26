using System.Security.Cryptography;

namespace Pulse.RabbitMq;

/// <summary>A node's name, cookie and ports. The nodes of a cluster share the cookie and one port mapper, which the first holds.</summary>
internal sealed record NodeIdentity(string Name, string Cookie, NodePorts Ports, bool HoldsEpmd)
{
    public static NodeIdentity Alone(int? preferredPort = null) =>
        new(NewName(), RandomNumberGenerator.GetHexString(32), NodePorts.TakeFree(preferredPort), HoldsEpmd: true);

    public static IReadOnlyList<NodeIdentity> Cluster(int size)
    {
        var first = Alone();
        return
        [
            first,
            .. Enumerable
                .Range(1, size - 1)
                .Select(_ =>
                    first with
                    {
                        Name = NewName(),
                        Ports = NodePorts.TakeFree() with { Epmd = first.Ports.Epmd },
                        HoldsEpmd = false,
                    }
                ),
        ];
    }

    private static string NewName() => $"pulse-{Guid.NewGuid():N}@localhost";
}
