using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Fanout.Functions.Common;

namespace Fanout.Tests.Functions.Common;

[NonParallelizable] // The SDK reads the process's environment.
public class AwsClientsTests
{
    private const string General = "AWS_ENDPOINT_URL";
    private const string OfDynamoDb = "AWS_ENDPOINT_URL_DYNAMODB";

    [TearDown]
    public void Restore()
    {
        Environment.SetEnvironmentVariable(General, null);
        Environment.SetEnvironmentVariable(OfDynamoDb, null);
    }

    [TestCase(null, null, "https://dynamodb.eu-west-1.amazonaws.com/")]
    [TestCase("http://127.0.0.1:4566", null, "http://127.0.0.1:4566/")]
    [TestCase("http://127.0.0.1:4566", "http://127.0.0.1:8000", "http://127.0.0.1:8000/")]
    public async Task A_request_goes_to_the_region_or_to_the_endpoint_that_is_set(string? general, string? specific, string address)
    {
        Environment.SetEnvironmentVariable(General, general);
        Environment.SetEnvironmentVariable(OfDynamoDb, specific);
        using var service = new Recorder();
        using var client = new AmazonDynamoDBClient(new AwsClients(new FakeHttp(service)).Configure(new AmazonDynamoDBConfig()));

        await client.ListTablesAsync(new ListTablesRequest(), CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(service.Address?.AbsoluteUri, Is.EqualTo(address));
            Assert.That(
                service.Authorization,
                Does.Match("^AWS4-HMAC-SHA256 Credential=AKIATEST/[0-9]{8}/eu-west-1/dynamodb/aws4_request, "));
        }
    }

    [Test]
    public void Retries_and_time_limits_are_set()
    {
        var config = new AwsClients().Configure(new AmazonDynamoDBConfig());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(config.RetryMode, Is.EqualTo(RequestRetryMode.Standard));
            Assert.That(config.MaxErrorRetry, Is.EqualTo(AwsClients.Attempts - 1));
            Assert.That(config.Timeout, Is.EqualTo(TimeSpan.FromSeconds(5)));
            Assert.That(config.ConnectTimeout, Is.EqualTo(TimeSpan.FromSeconds(2)));
        }
    }

    [Test]
    public void Credentials_are_looked_for_in_the_environment_alone()
    {
        Assert.That(
            new AwsClients().Configure(new AmazonDynamoDBConfig()).DefaultAWSCredentials,
            Is.TypeOf<EnvironmentVariablesAWSCredentials>());
    }

    private sealed class Recorder : HttpMessageHandler
    {
        public Uri? Address { get; private set; }

        public string? Authorization { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Address = request.RequestUri;
            Authorization = request.Headers.GetValues("Authorization").Single();
            return Task.FromResult(new HttpResponseMessage { Content = new StringContent("{}") });
        }
    }
}
