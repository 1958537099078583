using System.Collections.Immutable;
using System.Text.Json;
using System.Xml.Linq;
using Fanout.Local;
using Fanout.Local.Cloud;
using Fanout.Local.Stacks.Provisioning;
using Fanout.Tests.Local.Iam;
using Fanout.Tests.Local.Services;
using Fanout.Tests.Local.Services.Lambda;
using Pulumi;

namespace Fanout.Tests.Local.Stacks.Provisioning;

public class ProvisionerTests
{
    private LocalCloud _cloud = null!;
    private string _name = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _cloud = await TestCloud.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await _cloud.DisposeAsync();

    [SetUp]
    public void Name() => _name = $"made-{Guid.NewGuid():N}";

    [Test]
    public async Task A_bucket_is_made_with_its_versioning_and_the_addresses_that_aws_gives_it()
    {
        var bucket = await MakeAsync("aws:s3/bucket:Bucket", ("bucket", _name));
        await MakeAsync(
            "aws:s3/bucketVersioning:BucketVersioning",
            ("bucket", _name),
            ("versioningConfiguration", ImmutableDictionary<string, object>.Empty.Add("status", "Enabled")));

        using var s3 = _cloud.S3();
        var versioning = await s3.GetBucketVersioningAsync(_name);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(bucket.Id, Is.EqualTo(_name));
            Assert.That(bucket.Outputs["bucket"], Is.EqualTo(_name));
            Assert.That(bucket.Outputs["arn"], Is.EqualTo($"arn:aws:s3:::{_name}"));
            Assert.That(bucket.Outputs["bucketRegionalDomainName"], Is.EqualTo($"{_name}.s3.us-east-1.amazonaws.com"));
            Assert.That(versioning.VersioningConfig.Status.Value, Is.EqualTo("Enabled"));
        }
    }

    [Test]
    public async Task A_role_and_its_policy_are_seen_by_the_api_of_IAM()
    {
        var (trust, policy) = (Documents.Trust("states.amazonaws.com"), Documents.Policy(Documents.Statement("Allow", "s3:GetObject", "arn:aws:s3:::b/*")));
        for (var run = 1; run <= 2; run++)
        {
            await MakeAsync(
                "aws:iam/role:Role", ("name", _name), ("assumeRolePolicy", trust), ("description", "what it is for"),
                ("tags", ImmutableDictionary<string, object>.Empty.Add("stack", "dev")));
            await MakeAsync("aws:iam/rolePolicy:RolePolicy", ("name", "reads"), ("role", _name), ("policy", policy));
        }

        var role = await IamAsync("GetRole");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Value(role, "Arn"), Is.EqualTo($"arn:aws:iam::123456789012:role/{_name}"));
            Assert.That(Value(role, "Description"), Is.EqualTo("what it is for"));
            Assert.That(Uri.UnescapeDataString(Value(role, "AssumeRolePolicyDocument")!), Is.EqualTo(trust));
            Assert.That(Value(await IamAsync("ListRoleTags"), "Value"), Is.EqualTo("dev"));
            Assert.That(Value(await IamAsync("ListRolePolicies"), "member"), Is.EqualTo("reads"));
            Assert.That(Uri.UnescapeDataString(Value(await IamAsync("GetRolePolicy", ("PolicyName", "reads")), "PolicyDocument")!), Is.EqualTo(policy));
            Assert.That(Value(await IamAsync("ListAttachedRolePolicies"), "PolicyArn"), Is.Null);
            Assert.That((await IamAsync("ListRoles")).Descendants().Where(element => element.Name.LocalName == "RoleName").Select(element => element.Value), Has.Member(_name));
        }
    }

    private async Task<XElement> IamAsync(string action, params (string Name, string Value)[] more)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _cloud.Gateway.Endpoint)
        {
            Content = new FormUrlEncodedContent(
            [
                new("Action", action), new("Version", "2010-05-08"), new("RoleName", _name),
                .. more.Select(member => KeyValuePair.Create(member.Name, member.Value)),
            ]),
        };
        using var answer = await _cloud.Http.SendAsync(request, "iam", _cloud.Root, CancellationToken.None);
        return XElement.Parse(await answer.Content.ReadAsStringAsync());
    }

    private static string? Value(XElement answer, string name) =>
        answer.Descendants().FirstOrDefault(element => element.Name.LocalName == name)?.Value;

    [Test]
    public async Task What_an_earlier_run_made_is_taken_as_it_is()
    {
        for (var run = 1; run <= 2; run++)
        {
            await MakeAsync("aws:s3/bucket:Bucket", ("bucket", _name));
            await MakeAsync("aws:sns/topic:Topic", ("name", _name));
            await MakeAsync("aws:sqs/queue:Queue", ("name", _name));
            await TableAsync("id");
        }

        var problem = await Assert.ThrowsAsync<LocalException>(() => TableAsync("other"));
        Assert.That(problem!.Message, Is.EqualTo(
            "the emulator has a table of that name with the keys id; delete it there, or restart the emulator."));
    }

    private Task<CloudResource> TableAsync(string key) => MakeAsync(
        "aws:dynamodb/table:Table",
        ("name", _name),
        ("billingMode", "PAY_PER_REQUEST"),
        ("hashKey", key),
        ("attributes", new object[] { ImmutableDictionary<string, object>.Empty.Add("name", key).Add("type", "S") }));

    [TestCase("ab")]
    [TestCase("Not-A-Bucket")]
    [TestCase("not_a_bucket")]
    [TestCase("-bucket")]
    [TestCase("bucket.")]
    [TestCase("two..dots")]
    [TestCase("192.168.5.4")]
    [TestCase("xn--bucket")]
    [TestCase("bucket-s3alias")]
    [TestCase("a123456789012345678901234567890123456789012345678901234567890123")]
    public void A_bucket_name_that_aws_refuses_is_refused_here(string name)
    {
        Assert.That(
            async () => await MakeAsync("aws:s3/bucket:Bucket", ("bucket", name)),
            Throws.TypeOf<LocalException>().With.Message.StartsWith($"\"{name}\" cannot name a bucket; allowed: 3 to 63"));
    }

    [Test]
    public void A_name_that_is_left_open_is_made_of_the_prefix_or_of_the_name_in_the_program()
    {
        var left = Resource("aws:s3/bucket:Bucket");
        var prefixed = Resource("aws:s3/bucket:Bucket", ("bucketPrefix", "my-prefix-"));
        var fifo = Resource("aws:sqs/queue:Queue", ("fifoQueue", true));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(left.Outputs["bucket"], Does.Match("^resource-[0-9a-f]{7}$"));
            Assert.That(prefixed.Outputs["bucket"], Does.Match("^my-prefix-[0-9a-f]{7}$"));
            Assert.That(fifo.Outputs["name"], Does.Match(@"^resource-[0-9a-f]{7}\.fifo$"));
        }
    }

    [Test]
    public async Task Objects_are_uploaded_from_files_texts_and_base64()
    {
        var file = Path.Combine(TestContext.CurrentContext.WorkDirectory, _name);
        await File.WriteAllBytesAsync(file, [0xFF, 0x00]);
        await MakeAsync("aws:s3/bucket:Bucket", ("bucket", _name));

        var made = await MakeObjectAsync("file", ("source", new FileAsset(file)));
        await MakeObjectAsync("asset", ("source", new StringAsset("grüße")));
        await MakeObjectAsync("content", ("content", "{}"), ("contentType", "application/json"));
        await MakeObjectAsync("base64", ("contentBase64", "/wA="));
        await MakeObjectAsync("empty");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(made.Id, Is.EqualTo($"{_name}/file"));
            Assert.That(made.Outputs["arn"], Is.EqualTo($"arn:aws:s3:::{_name}/file"));
            Assert.That(await ReadAsync("file"), Is.EqualTo(new byte[] { 0xFF, 0x00 }));
            Assert.That(await ReadAsync("asset"), Is.EqualTo("grüße"u8.ToArray()));
            Assert.That(await ReadAsync("content"), Is.EqualTo("{}"u8.ToArray()));
            Assert.That(await ReadAsync("base64"), Is.EqualTo(new byte[] { 0xFF, 0x00 }));
            Assert.That(await ReadAsync("empty"), Is.Empty);
        }

        File.Delete(file);
    }

    [Test]
    public async Task A_subscribed_queue_receives_what_its_topic_is_sent()
    {
        var topic = await MakeAsync("aws:sns/topic:Topic", ("name", _name));
        var queue = await MakeAsync("aws:sqs/queue:Queue", ("name", _name), ("visibilityTimeoutSeconds", 60.0));
        var subscription = await MakeAsync(
            "aws:sns/topicSubscription:TopicSubscription",
            ("topic", topic.Arn),
            ("protocol", "sqs"),
            ("endpoint", queue.Arn),
            ("rawMessageDelivery", true));
        await _cloud.Sns.CallAsync(
            "Publish", JsonSerializer.SerializeToElement(new { TopicArn = topic.Arn, Message = "hello" }), _cloud.Root, CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(topic.Id, Is.EqualTo($"arn:aws:sns:us-east-1:123456789012:{_name}"));
            Assert.That(queue.Arn, Is.EqualTo($"arn:aws:sqs:us-east-1:123456789012:{_name}"));
            Assert.That(queue.Id, Is.EqualTo(queue.Outputs["url"]));
            Assert.That(queue.Id, Is.EqualTo($"{_cloud.Gateway.Endpoint}123456789012/{_name}"));
            Assert.That(subscription.Arn, Does.StartWith($"{topic.Arn}:"));
            Assert.That(await _cloud.DrainQueueAsync(queue.Id), Is.EqualTo(new[] { "hello" }));
        }
    }

    [TestCase("aws:s3/bucketPolicy:BucketPolicy", "bucket")]
    [TestCase("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "bucket")]
    [TestCase("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", "bucket")]
    [TestCase("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "bucket")]
    [TestCase("aws:s3/bucketOwnershipControls:BucketOwnershipControls", "bucket")]
    [TestCase("aws:s3/bucketLogging:BucketLogging", "bucket")]
    [TestCase("aws:s3/bucketNotification:BucketNotification", "bucket")]
    [TestCase("aws:sns/topicPolicy:TopicPolicy", "arn")]
    [TestCase("aws:sqs/queuePolicy:QueuePolicy", "queueUrl")]
    public async Task Configuration_is_noted_under_what_it_configures(string type, string input)
    {
        var policy = Documents.Policy(Documents.Statement("Deny", "s3:*", "*", principal: "\"*\""));
        var made = await MakeAsync(type, (input, _name), ("policy", policy));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(made.Id, Is.EqualTo(_name));
            Assert.That(made.Outputs["policy"], Is.EqualTo(policy));
            Assert.That(made.Outputs, Does.Not.ContainKey("name"));
        }
    }

    [Test]
    public async Task A_function_and_a_log_group_of_the_program_are_those_of_the_apis()
    {
        using var package = new FaultyPackage();
        var role = await RoleAsync();
        await MakeAsync(
            "aws:cloudwatch/logGroup:LogGroup", ("name", _name), ("retentionInDays", 14.0), ("tags", Map(("team", "a"))));
        await MakeAsync("aws:lambda/function:Function", [.. FunctionInputs(package, role), ("timeout", 7.0), ("reservedConcurrentExecutions", 3.0)]);
        await MakeAsync("aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig", ("functionName", _name), ("maximumRetryAttempts", 1.0));

        var function = await _cloud.Http.RestAsync("lambda", _cloud.Root, "GET", $"/2015-03-31/functions/{_name}");
        var events = await _cloud.Http.RestAsync("lambda", _cloud.Root, "GET", $"/2019-09-25/functions/{_name}/event-invoke-config");
        var groups = await _cloud.Http.JsonAsync("logs", _cloud.Root, "Logs_20140328.DescribeLogGroups", new { logGroupNamePrefix = _name });
        var tags = await _cloud.Http.JsonAsync("logs", _cloud.Root, "Logs_20140328.ListTagsLogGroup", new { logGroupName = _name });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(function.Member("Configuration", "Timeout").GetInt32(), Is.EqualTo(7));
            Assert.That(function.Member("Configuration", "Role").GetString(), Is.EqualTo(role));
            Assert.That(function.Member("Configuration", "TracingConfig", "Mode").GetString(), Is.EqualTo("Active"));
            Assert.That(function.Member("Configuration", "LoggingConfig").GetRawText(), Is.EqualTo(
                $$"""{"LogFormat":"JSON","LogGroup":"{{_name}}","ApplicationLogLevel":"INFO","SystemLogLevel":"INFO"}"""));
            Assert.That(function.Member("Configuration", "Environment", "Variables").GetRawText(), Is.EqualTo("""{"lowerCase":"kept"}"""));
            Assert.That(function.Member("Tags").GetRawText(), Is.EqualTo("""{"team":"a"}"""));
            Assert.That(function.Member("Concurrency", "ReservedConcurrentExecutions").GetInt32(), Is.EqualTo(3));
            Assert.That(events.Member("MaximumRetryAttempts").GetInt32(), Is.EqualTo(1));
            Assert.That(groups.Member("logGroups")[0].GetProperty("retentionInDays").GetInt32(), Is.EqualTo(14));
            Assert.That(tags.Body, Is.EqualTo("""{"tags":{"team":"a"}}"""));
        }
    }

    [TestCase("timeout", 901.0, "ValidationException: 1 validation error detected: Value '901' at 'timeout' failed to satisfy constraint: Member must have value less than or equal to 900")]
    [TestCase("runtime", "nodejs24.x", "InvalidParameterValueException: The local cloud does not run the runtime nodejs24.x; allowed: dotnet10, dotnet8.")]
    [TestCase("imageUri", "i", "InvalidParameterValueException: ImageUri is not supported by the local cloud; leave it out.")]
    public async Task A_function_that_lambda_refuses_is_refused(string input, object value, string message)
    {
        using var package = new FaultyPackage();
        var inputs = FunctionInputs(package, await RoleAsync()).Where(other => other.Name != input).Append((input, value));

        Assert.That(() => MakeAsync("aws:lambda/function:Function", [.. inputs]), Throws.TypeOf<LocalException>().With.Message.EqualTo(message));
    }

    private async Task<string> RoleAsync()
    {
        var role = await MakeAsync("aws:iam/role:Role", ("name", _name), ("assumeRolePolicy", Documents.Trust("lambda.amazonaws.com")));
        _cloud.Iam.AllowAll(role.Arn);
        return role.Arn;
    }

    private IEnumerable<(string Name, object Value)> FunctionInputs(FaultyPackage package, string role) =>
    [
        ("name", _name), ("code", new FileArchive(package.Path)), ("handler", FaultyPackage.Handler("Variable")), ("runtime", "dotnet10"), ("role", role),
        ("environment", Map(("variables", Map(("lowerCase", "kept"))))), ("tracingConfig", Map(("mode", "Active"))),
        ("loggingConfig", Map(("logFormat", "JSON"), ("logGroup", _name))), ("tags", Map(("team", "a"))),
    ];

    private static ImmutableDictionary<string, object> Map(params (string Name, object Value)[] entries) =>
        entries.ToImmutableDictionary(entry => entry.Name, entry => entry.Value);

    [Test]
    public void A_type_that_is_not_known_is_told_by_its_name()
    {
        Assert.That(
            () => Resource("aws:ec2/vpc:Vpc"), Throws.TypeOf<LocalException>().With.Message.Contains("has no aws:ec2/vpc:Vpc yet"));
    }

    private CloudResource Resource(string type, params (string Name, object Value)[] inputs) => CloudResource.Of(
        _cloud.Account, type, "resource", inputs.ToImmutableDictionary(input => input.Name, input => input.Value));

    private Task<CloudResource> MakeAsync(string type, params (string Name, object Value)[] inputs) =>
        new Provisioner(_cloud, CancellationToken.None).CreateAsync(Resource(type, inputs));

    private Task<CloudResource> MakeObjectAsync(string key, params (string Name, object Value)[] inputs) =>
        MakeAsync("aws:s3/bucketObjectv2:BucketObjectv2", [("bucket", _name), ("key", key), .. inputs]);

    private async Task<byte[]> ReadAsync(string key)
    {
        using var s3 = _cloud.S3();
        using var answer = await s3.GetObjectAsync(_name, key);
        using var content = new MemoryStream();
        await answer.ResponseStream.CopyToAsync(content);
        return content.ToArray();
    }
}
