namespace Fanout.Infra.Settings;

/// <summary>Finds the name that somebody probably meant.</summary>
public static class ClosestName
{
    /// <summary>A hint for an error about a wrong name, <c> (did you mean "..."?)</c>; empty where no option is near.</summary>
    public static string Hint(string name, IEnumerable<string> options) =>
        To(name, options) is { } closest ? $" (did you mean \"{closest}\"?)" : "";

    /// <summary>The option nearest to a name by edit distance, or null where none is near.</summary>
    private static string? To(string name, IEnumerable<string> options)
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

    // Levenshtein's, row by row.
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var substitution = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substitution, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
