using System.Diagnostics;

namespace Pulse.RabbitMq;

/// <content>Controls a running node by <c>rabbitmqctl</c>. A call takes about half a second.</content>
public sealed partial class RabbitMqNode
{
    /// <summary>Runs <c>rabbitmqctl</c> and returns its output; throws, with what it wrote, if it fails.</summary>
    public Task<string> ControlAsync(params string[] args)
    {
        var start = new ProcessStartInfo("/usr/lib/rabbitmq/bin/rabbitmqctl", ["-q", "-n", Name, .. args]);
        Furnish(start);
        return Command.RunAsync(start);
    }

    /// <summary>Adds a user with permissions, as patterns of names, in the default virtual host.</summary>
    public async Task AddUserAsync(string name, string password, string configure, string write, string read)
    {
        await ControlAsync("add_user", "--", name, password).ConfigureAwait(false);
        await ControlAsync("set_permissions", "--", name, configure, write, read).ConfigureAwait(false);
    }

    /// <summary>
    /// Adds a user with the permissions that Pulse gives: full control of their own queues and exchanges, and reading
    /// from every exchange.
    /// </summary>
    public Task AddPulseUserAsync(string name, string password)
    {
        var own = $"^(queue/{name}/.*|exchange/{name}/.*)";
        return AddUserAsync(name, password, own, own, $"^(queue/{name}/.*|exchange/.*)");
    }

    /// <summary>Adds a virtual host in which <c>guest</c> may do everything.</summary>
    public async Task AddVirtualHostAsync(string name)
    {
        await ControlAsync("add_vhost", name).ConfigureAwait(false);
        await ControlAsync("set_permissions", "-p", name, "guest", ".*", ".*", ".*").ConfigureAwait(false);
    }

    /// <summary>
    /// How long a consumer may leave a message unsettled before the broker closes its channel (by default 30 minutes);
    /// for channels opened from now on, and until the node is started again. It looks every second.
    /// </summary>
    public Task SetConsumerTimeoutAsync(TimeSpan timeout) =>
        ControlAsync(
            "eval",
            "application:set_env(rabbit, channel_tick_interval, 1000), "
                + $"application:set_env(rabbit, consumer_timeout, {(long)timeout.TotalMilliseconds})."
        );

    /// <summary>Closes every client's connection from the broker's side.</summary>
    public Task CloseAllConnectionsAsync(string reason) => ControlAsync("close_all_connections", "--global", reason);
}
