using Pulse;

var theirs = new Library.BuildEvents.BuildFinished { Project = "theirs" };
var ours = new StagingEvents.BuildFinished { Project = "ours" };
var message = Library.BuildEvents.BuildFinishedMessage.Decode("""{"buildId":"b2","outcome":"failed"}"""u8);
Console.WriteLine($"{theirs.RoutingKey} {ours.ExchangeName} {ours.RoutingKey} {message.Outcome.Text}");

[PulseExchanges("builds/v1", ExchangePrefix = "exchange/staging/")]
public static partial class StagingEvents;
