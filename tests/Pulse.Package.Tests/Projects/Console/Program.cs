using Pulse;

var binding = new BuildEvents.BuildFinished { Project = "gecko" };
var message = BuildEvents.BuildFinishedMessage.Decode("""{"buildId":"b1","outcome":"passed"}"""u8);
Console.WriteLine($"{binding.RoutingKey} {message.BuildId} {message.Outcome.Text}");

[PulseExchanges("builds/v1")]
public static partial class BuildEvents;
