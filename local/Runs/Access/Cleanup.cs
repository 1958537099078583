using Amazon.Runtime;
using Fanout.Local.Aws;

namespace Fanout.Local.Runs.Access;

/// <summary>What is to be taken away again, each told before it is made: what is interrupted in the middle is taken away too.</summary>
internal sealed class Cleanup
{
    private readonly Stack<(string What, Func<CancellationToken, Task> Remove)> _entries = [];

    /// <summary>Notes something that will be made.</summary>
    /// <param name="what">What, in a sentence about what could not be taken away.</param>
    /// <param name="remove">Takes it away, where it is there.</param>
    public void Add(string what, Func<CancellationToken, Task> remove) => _entries.Push((what, remove));

    /// <summary>Takes everything away, the last first.</summary>
    /// <returns>What could not be, a sentence each.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken cancellation)
    {
        var problems = new List<string>();
        while (_entries.TryPop(out var entry))
        {
            try
            {
                await entry.Remove(cancellation);
            }
            catch (Exception problem) when (problem
                is AmazonServiceException or AmazonClientException or AwsErrorException or HttpRequestException or LocalException or OperationCanceledException)
            {
                problems.Add($"{entry.What} could not be deleted: {problem.Message}");
            }
        }

        return problems;
    }
}
