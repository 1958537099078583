using System.Text.Json;
using Fanout.Local.Aws;
using Fanout.Local.Cloud;
using Fanout.Tests.Local.Iam;

namespace Fanout.Tests.Local.Services.Messaging;

public class MessagingPoliciesTests
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

    private string PolicyFor(string action) =>
        Documents.Policy(Documents.Statement("Allow", action, _arn, principal: """{"Service": "events.amazonaws.com"}"""));

    private Task<JsonElement> SetAsync(string name, string value) => DataServices.CallAsync(
        "sqs", "AmazonSQS.SetQueueAttributes", JsonSerializer.Serialize(new { QueueUrl = _url, Attributes = new Dictionary<string, string> { [name] = value } }));

    private async Task<JsonElement> AttributesAsync() => (await DataServices.CallAsync(
        "sqs", "AmazonSQS.GetQueueAttributes", JsonSerializer.Serialize(new { QueueUrl = _url, AttributeNames = new[] { "All" } }))).GetProperty("Attributes");
}
