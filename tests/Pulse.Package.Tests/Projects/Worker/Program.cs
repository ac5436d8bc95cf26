using Pulse;

var builder = Host.CreateApplicationBuilder(
    new HostApplicationBuilderSettings { Args = args, ContentRootPath = AppContext.BaseDirectory }
);
builder.Logging.ClearProviders();
builder.Services.AddHostedService<Announcer>();
await builder.Build().RunAsync();

internal sealed class Announcer(IConfiguration configuration, IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var build = new BuildEvents.BuildFinished { Project = configuration["Project"] };
        var task = new QueueEvents.TaskCompleted { WorkerType = "b-linux" };
        Console.WriteLine($"{build.RoutingKey} {task.RoutingKey}");
        lifetime.StopApplication();
        return Task.CompletedTask;
    }
}

[PulseExchanges("builds/v1")]
public static partial class BuildEvents;
