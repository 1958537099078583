using Amazon.Runtime;

namespace Fanout.Functions.Common;

/// <summary>What the clients of all AWS services have in common.</summary>
/// <param name="http">What makes the client that sends the requests; null for the SDK's own.</param>
internal sealed class AwsClients(HttpClientFactory? http = null)
{
    /// <summary>How often a request is tried before it is given up, and how often what a service left undone is sent.</summary>
    public const int Attempts = 8;

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2);

    /// <summary>How long one attempt may take, up to the headers of its answer.</summary>
    public static TimeSpan RequestTimeout { get; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Sets a client up. The region, the credentials and, where one is set, the endpoint are those of the environment
    /// ("Defined runtime environment variables"; "AWS SDKs and Tools Reference Guide: Service-specific endpoints").
    /// </summary>
    public T Configure<T>(T config)
        where T : ClientConfig
    {
        // Nothing else is looked for: no file, no metadata of a machine.
        config.DefaultAWSCredentials = new EnvironmentVariablesAWSCredentials();
        config.RetryMode = RequestRetryMode.Standard;
        config.MaxErrorRetry = Attempts - 1;
        config.ConnectTimeout = ConnectTimeout;
        config.Timeout = RequestTimeout;
        config.HttpClientFactory = http;
        return config;
    }
}
