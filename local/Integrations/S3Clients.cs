using System.Collections.Concurrent;
using Amazon.Runtime;
using Amazon.S3;
using Fanout.Local.Cloud;

namespace Fanout.Local.Integrations;

/// <summary>S3 clients of the roles that call, one for each, kept while the cloud runs.</summary>
/// <param name="cloud">Gives the cloud that is called, started when the first call needs it.</param>
internal sealed class S3Clients(Func<CancellationToken, Task<LocalCloud>> cloud)
{
    private readonly ConcurrentDictionary<string, AmazonS3Client> _clients = new();

    /// <summary>The client that calls with a role.</summary>
    public async Task<AmazonS3Client> OfAsync(string roleArn, CancellationToken cancellation)
    {
        var started = await cloud(cancellation);
        return _clients.GetOrAdd(roleArn, role => Create(started, started.CredentialsOf(role)));
    }

    private static AmazonS3Client Create(LocalCloud cloud, AwsCredentials role) => new(
        role.AccessKeyId,
        role.SecretAccessKey,
        new AmazonS3Config
        {
            ServiceURL = cloud.Gateway.Endpoint.AbsoluteUri,
            AuthenticationRegion = cloud.Account.Region,
            ForcePathStyle = true,
            // To retry is for the state machine to say.
            MaxErrorRetry = 0,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        });
}
