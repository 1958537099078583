using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Local.Aws;
using Fanout.Local.Cloud;
using Fanout.Local.Iam.Policies;
using Fanout.Tests.Local.Iam;

namespace Fanout.Tests.Local.Services.Messaging;

public class TopicsTests
{
    private const string Differs = "InvalidParameter: Invalid parameter: Attributes Reason: Topic already exists with different attributes";

    private LocalCloud _cloud = null!;
    private string _name = "";
    private string _arn = "";

    [SetUp]
    public async Task NameAsync()
    {
        _cloud = await DataServices.CloudAsync();
        _name = DataServices.NewName();
        _arn = _cloud.Account.Arn("sns", _name);
    }

    [Test]
    public async Task A_topic_that_is_made_again_as_it_is_stays()
    {
        var policy = PolicyFor("sns:Publish");
        object attributes = new { DisplayName = "a", Policy = policy, TracingConfig = "Active" };
        await CreateAsync(attributes, ("team", "a"), ("cost", "b"));

        var arns = new[]
        {
            await CreateAsync(new { }),
            await CreateAsync(attributes),
            await CreateAsync(new { Policy = JsonNode.Parse(policy)!.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) }, ("team", "a")),
        };

        using (Assert.EnterMultipleScope())
        {
            Assert.That(arns, Is.All.EqualTo(_arn));
            Assert.That((await AttributesAsync()).GetProperty("Policy").GetString(), Is.EqualTo(JsonNode.Parse(policy)!.ToJsonString()));
            Assert.That(Allows("sns:Publish"), Is.True);
        }
    }

    [TestCase("""{"DisplayName": "b"}""")]
    [TestCase("""{"TracingConfig": "Active"}""")]
    [TestCase("""{"KmsMasterKeyId": "alias/aws/sns"}""")]
    public async Task Other_attributes_are_refused(string attributes)
    {
        await CreateAsync(new { DisplayName = "a" });

        Assert.That(await RefusalAsync("CreateTopic", new { Name = _name, Attributes = JsonElement.Parse(attributes) }), Is.EqualTo(Differs));
    }

    [Test]
    public async Task Another_policy_is_refused_and_the_first_decides()
    {
        await CreateAsync(new { Policy = PolicyFor("sns:Publish") });

        var refusal = await RefusalAsync("CreateTopic", new { Name = _name, Attributes = new { Policy = PolicyFor("sns:Subscribe") } });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(refusal, Is.EqualTo(Differs));
            Assert.That((await AttributesAsync()).GetProperty("Policy").GetString(), Does.Contain("sns:Publish"));
            Assert.That((Allows("sns:Publish"), Allows("sns:Subscribe")), Is.EqualTo((true, false)));
        }
    }

    [TestCase("team", "b")]
    [TestCase("other", "a")]
    public async Task Other_tags_are_refused(string key, string value)
    {
        await CreateAsync(new { }, ("team", "a"));

        Assert.That(
            (await Assert.ThrowsAsync<AwsErrorException>(() => CreateAsync(new { }, (key, value))))!.Message,
            Is.EqualTo("Invalid parameter: Tags Reason: Topic already exists with different tags"));
    }

    [Test]
    public async Task A_policy_that_is_refused_leaves_the_one_before()
    {
        await CreateAsync(new { Policy = PolicyFor("sns:Publish") });

        var (wrong, none) = (await SetRefusalAsync("Policy", "{}"), await SetRefusalAsync("Policy", ""));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(wrong, Does.StartWith("InvalidParameter: Invalid parameter: Policy Error: "));
            Assert.That(none, Is.EqualTo("InvalidParameter: Invalid parameter: Policy Error: null"));
            Assert.That(Allows("sns:Publish"), Is.True);
            Assert.That((await AttributesAsync()).GetProperty("Policy").GetString(), Does.Contain("sns:Publish"));
        }
    }

    [Test]
    public async Task What_a_topic_is_given_is_told()
    {
        await CreateAsync(new { SignatureVersion = "2" });

        await CallAsync("SetTopicAttributes", new { TopicArn = _arn, AttributeName = "TracingConfig", AttributeValue = "Active" });
        var attributes = await AttributesAsync();
        await CallAsync("DeleteTopic", new { TopicArn = _arn });
        await CreateAsync(new { });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(attributes.GetProperty("SignatureVersion").GetString(), Is.EqualTo("2"));
            Assert.That(attributes.GetProperty("TracingConfig").GetString(), Is.EqualTo("Active"));
            Assert.That((await AttributesAsync()).TryGetProperty("TracingConfig", out _), Is.False);
            Assert.That(await SetRefusalAsync("Colour", "red"), Is.EqualTo("InvalidParameter: Invalid parameter: AttributeName"));
        }
    }

    [Test]
    public async Task A_permission_is_a_statement_of_the_policy_that_decides()
    {
        await CreateAsync(new { });

        await CallAsync("AddPermission", new { TopicArn = _arn, Label = "other", AWSAccountId = new[] { "123456789012" }, ActionName = new[] { "Publish" } });
        var added = JsonElement.Parse((await AttributesAsync()).GetProperty("Policy").GetString()!).GetProperty("Statement");
        var again = await RefusalAsync("AddPermission", new { TopicArn = _arn, Label = "other", AWSAccountId = new[] { "123456789012" }, ActionName = new[] { "Publish" } });
        await CallAsync("RemovePermission", new { TopicArn = _arn, Label = "other" });
        var left = JsonElement.Parse((await AttributesAsync()).GetProperty("Policy").GetString()!).GetProperty("Statement");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(added.EnumerateArray().Select(statement => statement.GetProperty("Sid").GetString()), Is.EqualTo(new[] { "__default_statement_ID", "other" }));
            Assert.That(
                JsonNode.DeepEquals(JsonNode.Parse(added[1].GetRawText()), JsonNode.Parse(
                    $$$"""{"Sid":"other","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:root"},"Action":"SNS:Publish","Resource":"{{{_arn}}}"}""")),
                Is.True);
            Assert.That(again, Is.EqualTo("InvalidParameter: Invalid parameter: Statement already exists"));
            Assert.That(left.EnumerateArray().Single().GetProperty("Sid").GetString(), Is.EqualTo("__default_statement_ID"));
            Assert.That(_cloud.Iam.HasResourcePolicy(_arn), Is.True);
        }
    }

    [Test]
    public async Task A_permission_is_added_to_statements_without_a_sid()
    {
        var denial = Documents.Policy(Documents.Statement("Deny", "sns:Publish", _arn, principal: $$"""{"AWS": "{{Documents.RoleArn}}"}"""));
        await CreateAsync(new { Policy = denial });

        await CallAsync("AddPermission", new { TopicArn = _arn, Label = "one", AWSAccountId = new[] { "123456789012" }, ActionName = new[] { "Publish" } });

        Assert.That(
            _cloud.Iam.Decide(Caller.Of(Documents.RoleArn), new RequestedAction("sns:Publish", _arn)).Denial!.Reason,
            Is.EqualTo(Fanout.Local.Iam.DenialReason.DeniedByResourcePolicy));
    }

    [TestCase("me", "Publish", "Invalid parameter: Policy Error: PrincipalNotFound")]
    [TestCase("123456789012", "CreateTopic", "Invalid parameter: Policy statement action out of service scope!")]
    public async Task A_permission_that_cannot_be_is_refused(string account, string action, string refusal)
    {
        await CreateAsync(new { });

        Assert.That(
            await RefusalAsync("AddPermission", new { TopicArn = _arn, Label = "other", AWSAccountId = new[] { account }, ActionName = new[] { action } }),
            Is.EqualTo($"InvalidParameter: {refusal}"));
    }

    [Test]
    public async Task A_permission_of_no_topic_is_refused() => Assert.That(
        await RefusalAsync("AddPermission", new { TopicArn = _arn, Label = "other", AWSAccountId = new[] { "123456789012" }, ActionName = new[] { "Publish" } }),
        Is.EqualTo("NotFound: Topic does not exist"));

    private bool Allows(string action) => _cloud.Iam.Decide(Caller.OfService("events.amazonaws.com"), new RequestedAction(action, _arn)).IsAllowed;

    private string PolicyFor(string action) =>
        Documents.Policy(Documents.Statement("Allow", action, _arn, principal: """{"Service": "events.amazonaws.com"}"""));

    private async Task<string> CreateAsync(object attributes, params (string Key, string Value)[] tags) => (await CallAsync("CreateTopic", new
    {
        Name = _name, Attributes = attributes, Tags = tags.Select(tag => new { tag.Key, tag.Value }),
    })).GetProperty("TopicArn").GetString()!;

    private async Task<JsonElement> AttributesAsync()
    {
        var result = await CallAsync("GetTopicAttributes", new { TopicArn = _arn });
        return result.GetProperty("Attributes");
    }

    private Task<string> SetRefusalAsync(string name, string value) =>
        RefusalAsync("SetTopicAttributes", new { TopicArn = _arn, AttributeName = name, AttributeValue = value });

    private async Task<string> RefusalAsync(string action, object arguments)
    {
        var refusal = (await Assert.ThrowsAsync<AwsErrorException>(() => CallAsync(action, arguments)))!;
        return $"{refusal.Code}: {refusal.Message}";
    }

    private Task<JsonElement> CallAsync(string action, object arguments) => _cloud.Sns.CallAsync(
        action, JsonSerializer.SerializeToElement(arguments), _cloud.Root, CancellationToken.None);
}
