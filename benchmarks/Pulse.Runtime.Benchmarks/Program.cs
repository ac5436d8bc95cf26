using Pulse.Runtime.Benchmarks;

// "drain" and "waiting" measure; "consume" is what they start, one process for each measurement.
switch (args)
{
    case ["drain", .. var others]:
        await DrainBenchmark.RunAsync(others);
        break;
    case ["waiting"]:
        await WaitingBenchmark.RunAsync();
        break;
    case ["consume", var consumer, var url, var queue]:
        await Drain.RunAsync(consumer, url, queue);
        break;
    default:
        Console.Error.WriteLine("usage: drain [<folder of another build> ...] | waiting");
        return 1;
}

return 0;
