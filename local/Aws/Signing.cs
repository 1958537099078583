using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Signing;

namespace Fanout.Local.Aws;

/// <summary>Signs requests by the AWS SDK's own signer.</summary>
public static class Signing
{
    private const string Prefix = "x-amz-";
    private const string PayloadHash = "x-amz-content-sha256";

    /// <summary>
    /// Adds the date, the hash of the body, the token of a session and the signature. Every header that begins with x-amz- is signed; a hash that is
    /// there already is taken as it is, and the body not read.
    /// </summary>
    /// <param name="request">A request with an absolute address.</param>
    /// <param name="caller">Whose signature it is.</param>
    /// <param name="region">The region to sign for.</param>
    /// <param name="service">The service's signing name, such as <c>dynamodb</c>.</param>
    /// <param name="cancellation">Ends the reading of the body.</param>
    public static async Task SignAsync(
        this HttpRequestMessage request, AWSCredentials caller, string region, string service, CancellationToken cancellation = default)
    {
        var signing = new AWSSigningRequest { HttpMethod = request.Method, RequestUri = request.RequestUri };
        foreach (var (name, values) in request.Headers.NonValidated)
        {
            if (name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            {
                signing.Headers[name] = values.ToString();
            }
        }

        if (request.Content is { } content && !signing.Headers.ContainsKey(PayloadHash))
        {
            signing.Content = await content.ReadAsByteArrayAsync(cancellation);
        }

        var signed = await AWSSigV4Signer.SignAsync(signing, new AWSSigV4Parameters
        {
            Credentials = caller,
            Region = RegionEndpoint.GetBySystemName(region),
            Service = service,
        }, cancellation);
        foreach (var (name, value) in signed.Headers)
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }
}
