using Fanout.Functions.Common;
using Fanout.Functions.Common.Aws;

namespace Fanout.Tests.Functions.Common;

public class ServiceEndpointTests
{
    [TestCase("eu-west-1", null, null, "https://dynamodb.eu-west-1.amazonaws.com/")]
    [TestCase("cn-north-1", null, null, "https://dynamodb.cn-north-1.amazonaws.com.cn/")]
    [TestCase("eu-west-1", "http://127.0.0.1:4566", null, "http://127.0.0.1:4566/")]
    [TestCase("eu-west-1", "http://127.0.0.1:4566", "http://127.0.0.1:8000", "http://127.0.0.1:8000/")]
    public void The_endpoint_is_the_regions_or_the_one_that_is_set(string region, string? general, string? specific, string address)
    {
        var variables = new Dictionary<string, string?>
        {
            ["AWS_REGION"] = region,
            ["AWS_ENDPOINT_URL"] = general,
            ["AWS_ENDPOINT_URL_DYNAMODB"] = specific,
        };

        Assert.That(
            ServiceEndpoint.Of("dynamodb", variables.GetValueOrDefault),
            Is.EqualTo(new ServiceEndpoint(new Uri(address), "dynamodb", region)));
    }

    [Test]
    public void An_endpoint_that_is_no_address_is_refused()
    {
        var variables = new Dictionary<string, string?> { ["AWS_REGION"] = "eu-west-1", ["AWS_ENDPOINT_URL"] = "localhost" };

        Assert.That(
            () => ServiceEndpoint.Of("dynamodb", variables.GetValueOrDefault),
            Throws.TypeOf<SettingException>().With.Message.EqualTo(
                "The endpoint \"localhost\" is not an address such as https://dynamodb.eu-west-1.amazonaws.com."));
    }
}
