using Fanout.Local.Runs.Access;

namespace Fanout.Local.Runs;

/// <summary>Days of which a bucket has no data: what is loaded there meets nobody's.</summary>
internal static class EmptyPeriod
{
    private const int Attempts = 20;

    /// <summary>Finds one.</summary>
    /// <param name="target">The workflow, with its bucket DataBucket.</param>
    /// <param name="propose">Gives a day by chance.</param>
    /// <param name="prefixOf">Where the data of a day's period is.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <exception cref="LocalException">There was none among many.</exception>
    public static async Task<DateOnly> FindAsync(
        RunTarget target, Func<DateOnly> propose, Func<DateOnly, string> prefixOf, CancellationToken cancellation)
    {
        var bucket = target.Outputs["DataBucket"];
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var day = propose();
            if (!await StoredObjects.AnyAsync(target.Aws.S3, bucket, prefixOf(day), cancellation))
            {
                return day;
            }
        }

        throw new LocalException($"No day was found of which the bucket {bucket} has no data, so that nothing can be loaded apart from yours; verify a stack with less data.");
    }
}
