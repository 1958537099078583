using Fanout.Local.Aws;
using Fanout.Tests.Local.Iam;

namespace Fanout.Tests.Local.Aws;

public class SigningTests
{
    private static readonly AwsCredentials Credentials = AwsCredentials.Of(Documents.Reader, []);

    [Test]
    public async Task A_request_is_signed_with_its_body_and_its_own_headers()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "http://127.0.0.1:4566/") { Content = new StringContent("{}") };
        request.Headers.Add("X-Amz-Target", "DynamoDB_20120810.ListTables");

        await request.SignAsync(Credentials, "eu-west-1", "dynamodb");

        using (Assert.EnterMultipleScope())
        {
            // SHA-256 of {}.
            Assert.That(
                request.Headers.GetValues("x-amz-content-sha256"),
                Is.EqualTo(new[] { "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a" }));
            Assert.That(request.Headers.GetValues("x-amz-date").Single(), Does.Match("^[0-9]{8}T[0-9]{6}Z$"));
            Assert.That(
                request.Headers.GetValues("Authorization").Single(),
                Does.Match(
                    $"^AWS4-HMAC-SHA256 Credential={Credentials.AccessKeyId}/[0-9]{{8}}/eu-west-1/dynamodb/aws4_request, "
                        + "SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-target, Signature=[0-9a-f]{64}$"));
        }
    }

    [Test]
    public async Task The_token_of_a_session_is_sent_and_signed()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "http://127.0.0.1:4566/") { Content = new StringContent("{}") };

        await request.SignAsync(new Amazon.Runtime.SessionAWSCredentials("key", "secret", "token"), "eu-west-1", "dynamodb");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(request.Headers.GetValues("x-amz-security-token"), Is.EqualTo(new[] { "token" }));
            Assert.That(
                request.Headers.GetValues("Authorization").Single(),
                Does.Contain("SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token, "));
        }
    }

    [Test]
    public async Task A_hash_that_is_there_is_kept_and_the_body_not_read()
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "http://127.0.0.1:4566/bucket/key") { Content = new Unreadable() };
        request.Headers.Add("x-amz-content-sha256", "UNSIGNED-PAYLOAD");

        await request.SignAsync(Credentials, "eu-west-1", "s3");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(request.Headers.GetValues("x-amz-content-sha256"), Is.EqualTo(new[] { "UNSIGNED-PAYLOAD" }));
            Assert.That(request.Headers.Contains("Authorization"), Is.True);
        }
    }

    private sealed class Unreadable : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context) =>
            throw new InvalidOperationException("The body is read.");

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
