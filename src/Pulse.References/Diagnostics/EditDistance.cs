namespace Pulse.References.Diagnostics;

/// <summary>
/// Counts the typing errors between one string and others: characters that are added, dropped, changed or swapped with the
/// next one. Letter case is ignored.
/// </summary>
/// <param name="text">The one string.</param>
/// <param name="most">The highest count of interest.</param>
internal sealed class EditDistance(string text, int most)
{
    // Three rows of the table are enough: a swap looks two rows back.
    private readonly int[] _first = new int[text.Length + most + 1];
    private readonly int[] _second = new int[text.Length + most + 1];
    private readonly int[] _third = new int[text.Length + most + 1];

    /// <summary>The number of typing errors; any number above the highest count of interest as soon as it is certain to exceed it.</summary>
    public int To(string other)
    {
        if (Math.Abs(other.Length - text.Length) > most)
            return most + 1;
        var (beforeLast, last, row) = (_first, _second, _third);
        for (var j = 0; j <= other.Length; j++)
            last[j] = j;
        for (var i = 1; i <= text.Length; i++)
        {
            var least = row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var change = last[j - 1] + (AreSame(text[i - 1], other[j - 1]) ? 0 : 1);
                row[j] = Math.Min(change, Math.Min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && AreSame(text[i - 1], other[j - 2]) && AreSame(text[i - 2], other[j - 1]))
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
                least = Math.Min(least, row[j]);
            }

            if (least > most)
                return least;
            (beforeLast, last, row) = (last, row, beforeLast);
        }

        return last[other.Length];
    }

    private static bool AreSame(char one, char other) =>
        one == other || char.ToLowerInvariant(one) == char.ToLowerInvariant(other);
}
