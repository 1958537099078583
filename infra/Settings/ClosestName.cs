namespace Fanout.Infra.Settings;

/// <summary>Finds the name that somebody probably meant.</summary>
public static class ClosestName
{
    private const int ShortestPart = 3;

    /// <summary>A hint for an error about a wrong name, <c> (did you mean "..."?)</c>; empty where no option is near.</summary>
    public static string Hint(string name, IEnumerable<string> options) =>
        To(name, options) is { } closest ? $" (did you mean \"{closest}\"?)" : "";

    private static string? To(string name, IEnumerable<string> options)
    {
        string[] all = [.. options];
        return Nearest(name, all) ?? OnlyOneWith(name, all);
    }

    // The option nearest by edit distance.
    private static string? Nearest(string name, string[] options)
    {
        // A third of the letters may be wrong, or two; but never more than half.
        var limit = Math.Min(Math.Max(2, name.Length / 3), name.Length / 2);
        return options
            .Select(option => (option, distance: Distance(name.ToUpperInvariant(), option.ToUpperInvariant())))
            .Where(candidate => candidate.distance <= limit)
            .OrderBy(candidate => candidate.distance)
            .Select(candidate => candidate.option)
            .FirstOrDefault();
    }

    // Somebody may have given a part of the name.
    private static string? OnlyOneWith(string part, string[] options) =>
        part.Length >= ShortestPart && options.Where(option => option.Contains(part, StringComparison.OrdinalIgnoreCase)).ToArray() is [var only]
            ? only
            : null;

    // The optimal string alignment distance, row by row: swapped neighbours are one edit.
    private static int Distance(string left, string right)
    {
        int[] beforeLast = [], last = [.. Enumerable.Range(0, right.Length + 1)];
        for (var i = 1; i <= left.Length; i++)
        {
            var row = new int[right.Length + 1];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var substitution = last[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                row[j] = Math.Min(substitution, Math.Min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
                }
            }

            (beforeLast, last) = (last, row);
        }

        return last[^1];
    }
}
