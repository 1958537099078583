using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Local.Aws;
using Fanout.Local.Cloud;
using Fanout.Tests.Local.Iam;

namespace Fanout.Tests.Local.Services.Messaging;

public class QueuePoliciesTests
{
    private LocalCloud _cloud = null!;
    private string _arn = "";
    private string _url = "";

    [SetUp]
    public async Task CreateAsync()
    {
        _cloud = await DataServices.CloudAsync();
        var name = DataServices.NewName();
        _arn = _cloud.Account.Arn("sqs", name);
        _url = (await DataServices.CallAsync("sqs", "AmazonSQS.CreateQueue", JsonSerializer.Serialize(new { QueueName = name }))).GetProperty("QueueUrl").GetString()!;
    }

    [Test]
    public async Task A_client_of_the_former_protocol_is_told_so()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _cloud.Gateway.Endpoint);
        request.Content = new FormUrlEncodedContent([new("Action", "SetQueueAttributes"), new("QueueUrl", _url), new("Attribute.1.Name", "Policy")]);

        using var answer = await _cloud.Http.SendAsync(request, "sqs", _cloud.Root, CancellationToken.None);

        Assert.That(
            ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync()),
            Is.EqualTo((400, """<ErrorResponse><Error><Type>Sender</Type><Code>UnsupportedOperation</Code><Message>The local cloud takes SetQueueAttributes in SQS's JSON protocol only, which SDKs speak since November 2023; use a newer one.</Message></Error><RequestId>local</RequestId></ErrorResponse>""")));
    }

    [Test]
    public async Task A_queue_keeps_its_policy_when_another_attribute_is_set()
    {
        var policy = PolicyFor("sqs:SendMessage");
        await SetAsync("Policy", policy);

        await SetAsync("VisibilityTimeout", "45");

        var attributes = await AttributesAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(attributes.GetProperty("Policy").GetString(), Is.EqualTo(policy));
            Assert.That(attributes.GetProperty("VisibilityTimeout").GetString(), Is.EqualTo("45"));
            Assert.That(_cloud.Iam.HasResourcePolicy(_arn), Is.True);
        }
    }

    [Test]
    public async Task A_policy_that_is_taken_away_does_not_come_back()
    {
        await SetAsync("Policy", PolicyFor("sqs:SendMessage"));

        await SetAsync("Policy", "");
        await SetAsync("VisibilityTimeout", "45");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await AttributesAsync()).TryGetProperty("Policy", out var left) ? left.GetString() : "", Is.Empty);
            Assert.That(_cloud.Iam.HasResourcePolicy(_arn), Is.False);
        }
    }

    [Test]
    public async Task A_policy_that_is_refused_leaves_the_one_before()
    {
        var policy = PolicyFor("sqs:SendMessage");
        await SetAsync("Policy", policy);

        var refusal = await Assert.ThrowsAsync<AwsErrorException>(() => SetAsync("Policy", "{}"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(refusal!.Code, Is.EqualTo("InvalidAttributeValue"));
            Assert.That((await AttributesAsync()).GetProperty("Policy").GetString(), Is.EqualTo(policy));
        }
    }

    [Test]
    public async Task Attributes_of_no_queue_are_refused()
    {
        _url += "-other";

        var refusal = await Assert.ThrowsAsync<AwsErrorException>(() => SetAsync("VisibilityTimeout", "45"));

        Assert.That(refusal!.Code, Does.Contain("QueueDoesNotExist").Or.Contain("NonExistentQueue"));
    }

    [Test]
    public async Task A_permission_is_a_statement_of_the_policy_that_decides()
    {
        await SetAsync("Policy", PolicyFor("sqs:SendMessage"));

        await CallAsync("AddPermission", new { QueueUrl = _url, Label = "other", AWSAccountIds = new[] { "123456789012" }, Actions = new[] { "SendMessage", "ReceiveMessage" } });
        var added = (await AttributesAsync()).GetProperty("Policy").GetString()!;
        await CallAsync("RemovePermission", new { QueueUrl = _url, Label = "other" });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                JsonNode.DeepEquals(JsonNode.Parse(added)!["Statement"]![1], JsonNode.Parse(
                    $$$"""{"Sid":"other","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:root"},"Action":["SQS:SendMessage","SQS:ReceiveMessage"],"Resource":"{{{_arn}}}"}""")),
                Is.True);
            Assert.That((await AttributesAsync()).GetProperty("Policy").GetString(), Does.Not.Contain("other"));
        }
    }

    [Test]
    public async Task The_first_permission_is_the_policy_and_the_last_takes_it_away()
    {
        await CallAsync("AddPermission", new { QueueUrl = _url, Label = "one", AWSAccountIds = new[] { "123456789012" }, Actions = new[] { "*" } });
        var whileThere = _cloud.Iam.HasResourcePolicy(_arn);
        await CallAsync("RemovePermission", new { QueueUrl = _url, Label = "one" });

        Assert.That((whileThere, _cloud.Iam.HasResourcePolicy(_arn)), Is.EqualTo((true, false)));
        Assert.That((await AttributesAsync()).TryGetProperty("Policy", out var left) ? left.GetString() : "", Is.Empty);
    }

    [TestCase("one", "123456789012", "SendMessage", "InvalidParameterValue: Value one for parameter Label is invalid. Reason: Already exists.")]
    [TestCase("no label", "123456789012", "SendMessage", "InvalidParameterValue: Value no label for parameter Label is invalid.")]
    [TestCase("two", "me", "SendMessage", "InvalidParameterValue: Value me for parameter PrincipalId is invalid. Reason: Unable to verify.")]
    [TestCase("two", "123456789012", "DeleteQueue", "InvalidParameterValue: Value SQS:DeleteQueue for parameter ActionName is invalid. Reason: Only the queue owner is allowed to invoke this action.")]
    public async Task A_permission_that_cannot_be_is_refused(string label, string account, string action, string refusal)
    {
        await CallAsync("AddPermission", new { QueueUrl = _url, Label = "one", AWSAccountIds = new[] { "123456789012" }, Actions = new[] { "SendMessage" } });
        var before = (await AttributesAsync()).GetProperty("Policy").GetString();

        var answer = await DataServices.RefusalAsync(
            "sqs", "AmazonSQS.AddPermission", JsonSerializer.Serialize(new { QueueUrl = _url, Label = label, AWSAccountIds = new[] { account }, Actions = new[] { action } }));

        Assert.That(answer, Does.StartWith(refusal));
        Assert.That((await AttributesAsync()).GetProperty("Policy").GetString(), Is.EqualTo(before));
    }

    [Test]
    public async Task A_permission_that_is_not_there_cannot_be_taken_away() => Assert.That(
        await DataServices.RefusalAsync("sqs", "AmazonSQS.RemovePermission", JsonSerializer.Serialize(new { QueueUrl = _url, Label = "one" })),
        Is.EqualTo("InvalidParameterValue: Value one for parameter Label is invalid. Reason: can't find label on existing policy."));

    private static Task<JsonElement> CallAsync(string operation, object arguments) =>
        DataServices.CallAsync("sqs", $"AmazonSQS.{operation}", JsonSerializer.Serialize(arguments));

    private string PolicyFor(string action) =>
        Documents.Policy(Documents.Statement("Allow", action, _arn, principal: """{"Service": "events.amazonaws.com"}"""));

    private Task<JsonElement> SetAsync(string name, string value) => DataServices.CallAsync(
        "sqs", "AmazonSQS.SetQueueAttributes", JsonSerializer.Serialize(new { QueueUrl = _url, Attributes = new Dictionary<string, string> { [name] = value } }));

    private async Task<JsonElement> AttributesAsync() => (await DataServices.CallAsync(
        "sqs", "AmazonSQS.GetQueueAttributes", JsonSerializer.Serialize(new { QueueUrl = _url, AttributeNames = new[] { "All" } }))).GetProperty("Attributes");
}
