using System.Collections.Concurrent;
using Amazon.S3;

namespace Fanout.Local.Cloud;

/// <summary>S3 clients of the roles that call, one for each, kept while the cloud runs.</summary>
/// <param name="cloud">Gives the cloud that is called, started when the first call needs it.</param>
internal sealed class S3Clients(Func<CancellationToken, Task<LocalCloud>> cloud)
{
    private readonly ConcurrentDictionary<string, AmazonS3Client> _clients = new();

    /// <summary>The client that calls with a role.</summary>
    public async Task<AmazonS3Client> OfAsync(string roleArn, CancellationToken cancellation)
    {
        var started = await cloud(cancellation);
        // To retry is for the state machine to say.
        return _clients.GetOrAdd(roleArn, role => started.S3(started.CredentialsOf(role), retries: 0));
    }
}
