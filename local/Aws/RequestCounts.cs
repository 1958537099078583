using System.Collections.Concurrent;

namespace Fanout.Local.Aws;

/// <summary>
/// How many requests roles made and were allowed, by service as signatures name it, and as <c>http</c> those that HTTP Tasks
/// sent to third-party APIs. What the account's root asks for is not counted: it loads samples and checks. Safe for any thread.
/// </summary>
public sealed class RequestCounts
{
    private readonly ConcurrentDictionary<string, long> _counts = new();

    /// <summary>What was counted so far.</summary>
    public IReadOnlyDictionary<string, long> Total => _counts.ToDictionary();

    /// <summary>Counts a request.</summary>
    public void Add(Caller caller, string service)
    {
        if (caller.Role is not null)
        {
            _counts.AddOrUpdate(service, 1, (_, count) => count + 1);
        }
    }

    /// <summary>What was counted after an earlier <see cref="Total"/>, in the order of the services' names.</summary>
    public IReadOnlyDictionary<string, long> Since(IReadOnlyDictionary<string, long> earlier) => new SortedDictionary<string, long>(
        Total
            .Select(total => KeyValuePair.Create(total.Key, total.Value - earlier.GetValueOrDefault(total.Key)))
            .Where(count => count.Value > 0)
            .ToDictionary(),
        StringComparer.Ordinal);
}
