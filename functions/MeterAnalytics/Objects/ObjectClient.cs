using System.Xml;
using System.Xml.Linq;
using Fanout.Functions.Common.Aws;

namespace Fanout.Functions.MeterAnalytics.Objects;

/// <summary>Reads objects of S3 ("GetObject").</summary>
/// <param name="http">What sends the requests.</param>
/// <param name="endpoint">Where S3 answers; buckets are named in the path, which every endpoint takes.</param>
/// <param name="credentials">What requests are signed with.</param>
/// <param name="retry">How requests are tried again.</param>
/// <param name="time">The clock that dates the signatures.</param>
internal sealed class ObjectClient(
    HttpClient http, ServiceEndpoint endpoint, AwsCredentials credentials, Retry retry, TimeProvider time)
{
    private static readonly string HashOfNothing = SignatureV4.PayloadHash([]);

    // A key such as a/../b names itself: it must not be shortened on its way.
    private static readonly UriCreationOptions AsItIs = new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <summary>Opens an object.</summary>
    /// <returns>Its bytes, read as they come; null where there is no such object.</returns>
    /// <exception cref="ObjectNotReadException">S3 refused it, or could not be reached in several attempts.</exception>
    public async Task<Stream?> OpenAsync(ObjectPath path, CancellationToken cancellation)
    {
        Stream? content = null;
        try
        {
            await retry.UntilDoneAsync(
                async token =>
                {
                    content = await GetAsync(path, token);
                    return null;
                },
                (reason, error) => Failure(path, $"in {Retry.Attempts} attempts", reason, error),
                cancellation);
        }
        catch (AwsException error) when (!error.IsTransient)
        {
            throw Failure(path, "with s3:GetObject", error.Message, error);
        }

        return content;
    }

    private static ObjectNotReadException Failure(ObjectPath path, string how, string reason, Exception? error) =>
        new($"The object {path} could not be read {how}: {reason}", error);

    private async Task<Stream?> GetAsync(ObjectPath path, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, AddressOf(path));
        request.Headers.TryAddWithoutValidation("x-amz-content-sha256", HashOfNothing);
        SignatureV4.Sign(request, [], endpoint, credentials, time.GetUtcNow());
        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        if (response.IsSuccessStatusCode)
        {
            return await response.Content.ReadAsStreamAsync(cancellation);
        }

        using (response)
        {
            var error = Error(await response.Content.ReadAsStringAsync(cancellation), response);
            return error.Code == "NoSuchKey" ? null : throw error;
        }
    }

    // "Signature Version 4": each part of the key is encoded once, and the slashes between them are not.
    private Uri AddressOf(ObjectPath path) => new(
        $"{endpoint.Address.AbsoluteUri.TrimEnd('/')}/{path.Bucket}/"
            + string.Join('/', path.Key.Split('/').Select(Uri.EscapeDataString)),
        AsItIs);

    private static AwsException Error(string answer, HttpResponseMessage response)
    {
        try
        {
            var error = XElement.Parse(answer);
            return new AwsException(
                (string?)error.Element("Code") ?? "UnknownError", response.StatusCode, (string?)error.Element("Message") ?? "no message");
        }
        catch (XmlException)
        {
            return new AwsException("UnknownError", response.StatusCode, $"HTTP status {(int)response.StatusCode}");
        }
    }
}
