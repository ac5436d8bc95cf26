namespace Pulse.Runtime.Tests.Handling;

/// <summary>The largest of values that are noted side by side.</summary>
internal static class Most
{
    public static void Note(ref int most, int value)
    {
        for (var seen = most; value > seen; seen = most)
        {
            if (Interlocked.CompareExchange(ref most, value, seen) == seen)
                return;
        }
    }
}
