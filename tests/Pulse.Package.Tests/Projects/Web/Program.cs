using Pulse;

var builder = WebApplication.CreateBuilder(
    new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory }
);
builder.Logging.ClearProviders();
builder.WebHost.UseUrls("http://127.0.0.1:0");

var app = builder.Build();
app.MapStaticAssets();
app.MapGet("/key", (string project) => new BuildEvents.BuildFinished { Project = project }.RoutingKey);
await app.StartAsync();

using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
var key = await client.GetStringAsync($"/key?project={app.Configuration["Project"]}");
Console.WriteLine($"{key} {await client.GetStringAsync("/served.json")}");
await app.StopAsync();

[PulseExchanges("builds/v1")]
public static partial class BuildEvents;
