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

    // The example "GET Object" of the S3 page "Signature calculations for the Authorization header".
    [Test]
    public void A_request_to_s3_has_the_published_signature()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://examplebucket.s3.amazonaws.com/test.txt");
        request.Headers.TryAddWithoutValidation("Range", "bytes=0-9");
        request.Headers.TryAddWithoutValidation("x-amz-content-sha256", SignatureV4.PayloadHash([]));

        SignatureV4.Sign(
            request,
            [],
            new ServiceEndpoint(new Uri("https://s3.amazonaws.com"), "s3", "us-east-1"),
            new AwsCredentials("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", null),
            new DateTimeOffset(2013, 5, 24, 0, 0, 0, TimeSpan.Zero));

        Assert.That(
            request.Headers.GetValues("Authorization").Single(),
            Is.EqualTo(
                "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, "
                    + "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date, "
                    + "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"));
    }
}
