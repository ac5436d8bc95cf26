using System.Globalization;
using Pulse.Runtime.Benchmarks;

// "drain", "waiting" and "publish" measure; "consume" and "publishing" are what they start, one process for each measurement.
switch (args)
{
    case ["drain", .. var others]:
        await DrainBenchmark.RunAsync(others);
        break;
    case ["waiting"]:
        await WaitingBenchmark.RunAsync();
        break;
    case ["publish"]:
        await PublishBenchmark.RunAsync();
        break;
    case ["publishing", var publisher, var url, var inFlight]:
        await Publish.RunAsync(publisher, url, int.Parse(inFlight, CultureInfo.InvariantCulture));
        break;
    case ["consume", var consumer, var url, var queue]:
        await Drain.RunAsync(consumer, url, queue);
        break;
    default:
        Console.Error.WriteLine("usage: drain [<folder of another build> ...] | waiting | publish");
        return 1;
}

return 0;
