using System.Collections.Concurrent;

namespace Fanout.Local.Cloud;

/// <summary>
/// The third-party APIs that state machines call by their https addresses, and where on this machine each is served.
/// No call leaves the machine.
/// </summary>
public sealed class ApiDirectory
{
    private readonly ConcurrentDictionary<Uri, Uri> _servers = new();

    /// <summary>How long an API may take to answer, in real time ("Step Functions service quotas": 60 seconds).</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Lets an API be served from this machine.</summary>
    /// <param name="api">Where the API begins, such as <c>https://api.example.com/v1</c>.</param>
    /// <param name="server">What serves it, such as <c>http://127.0.0.1:5000</c>, whose paths are those below the API's beginning.</param>
    /// <exception cref="ArgumentException">The first is no https address, or the second is not on this machine.</exception>
    public void Map(string api, Uri server)
    {
        if (!Uri.TryCreate(api, UriKind.Absolute, out var address)
            || address.Scheme != Uri.UriSchemeHttps || address.Query.Length > 0 || address.Fragment.Length > 0)
        {
            throw new ArgumentException(
                $"\"{api}\" is no API; allowed: https, a host and a path, such as https://api.example.com/v1.", nameof(api));
        }
        if (!server.IsLoopback)
        {
            throw new ArgumentException($"{server} is not on this machine; allowed: a loopback address.", nameof(server));
        }
        _servers[Directory(address)] = Directory(server);
    }

    /// <summary>Where an API's endpoint is served; null where no API begins so.</summary>
    public Uri? Resolve(Uri endpoint) => _servers
        .Where(served => served.Key.Authority == endpoint.Authority
            && endpoint.AbsolutePath.StartsWith(served.Key.AbsolutePath, StringComparison.Ordinal))
        .OrderByDescending(served => served.Key.AbsolutePath.Length)
        .Select(served => new Uri(served.Value, $"./{endpoint.PathAndQuery[served.Key.AbsolutePath.Length..]}"))
        .FirstOrDefault();

    private static Uri Directory(Uri address) => address.AbsolutePath.EndsWith('/') ? address : new Uri($"{address.AbsoluteUri}/");
}
