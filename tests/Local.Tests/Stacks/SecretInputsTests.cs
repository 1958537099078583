using System.Text.Json.Nodes;
using Fanout.Local.Stacks;

namespace Fanout.Tests.Local.Stacks;

public sealed class SecretInputsTests
{
    private const string Connection = "aws:cloudwatch/eventConnection:EventConnection";

    [TestCase("""{"authParameters":{"apiKey":{"key":"Authorization","value":"hush"}},"name":"api"}""")]
    [TestCase("""{"authParameters":{"basic":{"password":"hush","username":"me"}}}""")]
    [TestCase("""{"authParameters":{"oauth":{"clientParameters":{"clientId":"me","clientSecret":"hush"}}}}""")]
    [TestCase("""{"authParameters":{"invocationHttpParameters":{"headers":[{"key":"a","value":"hush"},{"key":"b","value":"hush"}]}}}""")]
    [TestCase("""{"authParameters":{"oauth":{"oauthHttpParameters":{"queryStrings":[{"key":"a","value":"hush"}]}}}}""")]
    public void Secrets_are_replaced_and_nothing_else(string inputs) => Assert.That(
        SecretInputs.Hide(Connection, JsonNode.Parse(inputs)!.AsObject()).ToJsonString(),
        Is.EqualTo(inputs.Replace("hush", "[secret]", StringComparison.Ordinal)));

    [TestCase(Connection, """{"authParameters":{"apiKey":{"key":"Authorization"}}}""")]
    [TestCase("aws:s3/bucket:Bucket", """{"authParameters":{"apiKey":{"value":"no secret"}}}""")]
    public void Where_there_is_no_secret_nothing_changes(string type, string inputs) => Assert.That(
        SecretInputs.Hide(type, JsonNode.Parse(inputs)!.AsObject()).ToJsonString(), Is.EqualTo(inputs));
}
