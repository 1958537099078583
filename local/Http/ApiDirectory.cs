using System.Collections.Concurrent;

namespace Fanout.Local.Http;

/// <summary>
/// The third-party APIs that state machines call by their https addresses, and where on this machine each is served.
/// No call leaves the machine.
/// </summary>
public sealed class ApiDirectory
{
    private readonly ConcurrentDictionary<string, Uri> _servers = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>How long an API may take to answer, in real time ("Step Functions service quotas": 60 seconds).</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Lets an API be served from this machine.</summary>
    /// <param name="api">The API's scheme and host, such as <c>https://api.example.com</c>.</param>
    /// <param name="server">What serves it, such as <c>http://127.0.0.1:5000</c>.</param>
    /// <exception cref="ArgumentException">The first is no https address of a host, or the second is not on this machine.</exception>
    public void Map(string api, Uri server)
    {
        if (!Uri.TryCreate(api, UriKind.Absolute, out var address)
            || address.Scheme != Uri.UriSchemeHttps || address.PathAndQuery != "/")
        {
            throw new ArgumentException($"\"{api}\" is no API; allowed: https and a host, such as https://api.example.com.", nameof(api));
        }
        if (!server.IsLoopback)
        {
            throw new ArgumentException($"{server} is not on this machine; allowed: a loopback address.", nameof(server));
        }
        _servers[address.Authority] = server;
    }

    /// <summary>Where an API's endpoint is served; null where its host is not mapped.</summary>
    public Uri? Resolve(Uri endpoint) =>
        _servers.TryGetValue(endpoint.Authority, out var server) ? new Uri(server, endpoint.PathAndQuery) : null;
}
