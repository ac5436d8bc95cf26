using System.Diagnostics;

namespace Pulse.RabbitMq;

/// <summary>The private folder of one node, with everything that it reads and writes.</summary>
internal sealed class NodeFolder
{
    public string Path { get; } = Directory.CreateTempSubdirectory("pulse-rabbitmq-").FullName; // mode 700

    public string LogPath => In("log");

    public string CertificatesPath => In("certificates");

    /// <summary>Writes what the node is started from.</summary>
    public void Write(RabbitMqOptions options, NodeIdentity identity, TestCertificates? certificates)
    {
        var ports = identity.Ports;
        var cookie = In(".erlang.cookie");
        File.WriteAllText(cookie, identity.Cookie);
        File.SetUnixFileMode(cookie, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        string[] plugins = options.RequireClientCertificate
            ? [.. options.Plugins, "rabbitmq_auth_mechanism_ssl"]
            : [.. options.Plugins];
        File.WriteAllText(In("enabled_plugins"), $"[{string.Join(',', plugins.Distinct())}].\n");
        File.WriteAllLines(
            In("rabbitmq.conf"),
            [
                $"listeners.tcp.1 = 127.0.0.1:{ports.Amqp}",
                .. certificates is null ? [] : Tls(options, ports, certificates),
                .. options.Configuration,
            ]
        );
    }

    /// <summary>Makes a process part of this node, without the settings of any other RabbitMQ.</summary>
    public void Furnish(ProcessStartInfo process, NodeIdentity identity)
    {
        process.WorkingDirectory = Path; // for Erlang's crash dumps
        var environment = process.Environment;
        foreach (var name in environment.Keys.Where(IsErlangOrRabbitMq).ToList())
            environment.Remove(name);

        environment["HOME"] = Path; // the cookie is here; also tells NodeGuard which processes are this node's
        environment["LC_ALL"] = "C.UTF-8";
        environment["RABBITMQ_NODENAME"] = identity.Name;
        environment["RABBITMQ_MNESIA_BASE"] = In("mnesia");
        environment["RABBITMQ_LOGS"] = "-"; // to our log ...
        environment["RABBITMQ_LOG_BASE"] = Path; // ... but for upgrades, which have a file of their own
        environment["RABBITMQ_CONFIG_FILE"] = In("rabbitmq.conf");
        environment["RABBITMQ_ENABLED_PLUGINS_FILE"] = In("enabled_plugins");
        environment["RABBITMQ_CONF_ENV_FILE"] = "/dev/null";
        environment["RABBITMQ_DIST_PORT"] = $"{identity.Ports.Distribution}";
        environment["RABBITMQ_CTL_DIST_PORT_MIN"] = "0";
        environment["RABBITMQ_CTL_DIST_PORT_MAX"] = "0";
        environment["ERL_EPMD_ADDRESS"] = "127.0.0.1";
        environment["ERL_EPMD_PORT"] = $"{identity.Ports.Epmd}";

        // For every Erlang that is started, not just the broker: rabbitmqctl and a helper of the broker's start
        // listen for a moment too, and on every interface unless told otherwise. Schedulers without work would spin, at the
        // expense of the tests.
        environment["ERL_AFLAGS"] =
            "-kernel inet_dist_use_interface {127,0,0,1} +sbwt none +sbwtdcpu none +sbwtdio none";

        // Makes the start script exec the broker instead of starting it as a child.
        environment["RUNNING_UNDER_SYSTEMD"] = "true";
    }

    private static IEnumerable<string> Tls(RabbitMqOptions options, NodePorts ports, TestCertificates certificates) =>
        [
            $"listeners.ssl.1 = 127.0.0.1:{ports.Tls}",
            $"ssl_options.cacertfile = {certificates.Authority.Path}",
            $"ssl_options.certfile = {certificates.Server.Path}",
            $"ssl_options.keyfile = {certificates.Server.KeyPath}",
            .. options.RequireClientCertificate
                ? (string[])
                    [
                        "ssl_options.verify = verify_peer",
                        "ssl_options.fail_if_no_peer_cert = true",
                        "ssl_cert_login_from = common_name",
                        "auth_mechanisms.1 = EXTERNAL",
                        "auth_mechanisms.2 = PLAIN",
                    ]
                : [],
        ];

    private static bool IsErlangOrRabbitMq(string variable) =>
        variable.StartsWith("RABBITMQ_", StringComparison.Ordinal)
        || variable.StartsWith("ERL_", StringComparison.Ordinal)
        || variable == "NOTIFY_SOCKET";

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
