using Fanout.Functions.Common.Aws;

namespace Fanout.Tests.Functions.Common;

public class SignatureV4Tests
{
    private static readonly ServiceEndpoint Endpoint = new(new Uri("https://example.amazonaws.com/"), "service", "us-east-1");
    private static readonly DateTimeOffset Now = new(2015, 8, 30, 12, 36, 0, TimeSpan.Zero);

    // "post-vanilla" of the published test suite of Signature Version 4.
    [Test]
    public void A_request_has_the_signature_of_the_published_test_suite()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Endpoint.Address);

        SignatureV4.Sign(
            request, [], Endpoint, new AwsCredentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", null), Now);

        Assert.That(
            request.Headers.GetValues("Authorization").Single(),
            Is.EqualTo(
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
                    + "SignedHeaders=host;x-amz-date, "
                    + "Signature=5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"));
    }
}
