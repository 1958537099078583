using System.Collections.Immutable;
using System.Text.Json;
using Fanout.Infra.Settings;
using Fanout.Local;
using Fanout.Local.Aws;
using Fanout.Local.Iam;
using Fanout.Local.Iam.Machines;
using Fanout.Local.Iam.Policies;
using Fanout.Local.Stacks;
using Fanout.Local.Stacks.Provisioning;
using Fanout.Stacks;
using Fanout.Tests.Local.Iam;

namespace Fanout.Tests.Local.Stacks.Provisioning;

public class PolicyProvisionerTests
{
    private static readonly AwsAccount Account = new("us-east-1");

    [TestCase("dev")]
    [TestCase("prod")]
    public async Task Every_policy_of_the_program_can_be_evaluated(string name)
    {
        var authorizer = new Authorizer();
        var provisioner = new PolicyProvisioner(authorizer, Account);
        var policies = 0;

        await PreviewAsync(name, resource =>
        {
            policies += resource.Type == "aws:iam/rolePolicy:RolePolicy" ? 1 : 0;
            provisioner.Register(resource);
        });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(policies, Is.GreaterThanOrEqualTo(WorkflowNames.All.Count));
            Assert.That(authorizer.UnusedPermissions().Select(unused => unused.Policy).Distinct().Count(), Is.EqualTo(policies));
            Assert.That(authorizer.WildcardResources().SelectMany(wildcard => wildcard.Actions), Has.None.Contain("*"));
        }
    }

    [Test]
    public async Task Every_role_of_the_program_can_be_used_for_what_it_is_made_for()
    {
        var authorizer = new Authorizer();
        var provisioner = new PolicyProvisioner(authorizer, Account);
        var machines = new CreationAuthorizer(authorizer, Account);
        var assumed = new List<Decision>();
        var refusals = new List<string?>();

        await PreviewAsync("dev", resource =>
        {
            provisioner.Register(resource);
            switch (resource.Type)
            {
                case "aws:sfn/stateMachine:StateMachine":
                    refusals.Add(machines.FindRefusal(
                        resource.Arn, resource.RequiredText("roleArn"), resource.RequiredText("definition"), logs: true, traces: true));
                    break;
                case "aws:lambda/function:Function":
                    assumed.Add(authorizer.DecideAssume(resource.RequiredText("role"), "lambda.amazonaws.com", null));
                    break;
                case "aws:glue/job:Job":
                    assumed.Add(authorizer.DecideAssume(resource.RequiredText("roleArn"), "glue.amazonaws.com", null));
                    break;
            }
        });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(refusals, Has.Count.GreaterThanOrEqualTo(WorkflowNames.All.Count).And.All.Null);
            Assert.That(assumed, Has.Count.GreaterThanOrEqualTo(3));
            Assert.That(assumed.Select(decision => decision.Denial), Has.All.Null);
        }
    }

    [Test]
    public void A_resource_policy_is_found_by_what_it_protects()
    {
        var authorizer = new Authorizer();
        var provisioner = new PolicyProvisioner(authorizer, Account);
        var policy = Documents.Policy(Documents.Statement("Deny", "*", "*", principal: "\"*\""));
        provisioner.Register(Resource("aws:s3/bucketPolicy:BucketPolicy", ("bucket", "b"), ("policy", policy)));
        provisioner.Register(Resource("aws:sns/topicPolicy:TopicPolicy", ("arn", "arn:aws:sns:us-east-1:123456789012:t"), ("policy", policy)));
        provisioner.Register(Resource("aws:sqs/queuePolicy:QueuePolicy", ("queueUrl", "http://127.0.0.1:1/123456789012/q"), ("policy", policy)));
        provisioner.Register(Resource(
            "aws:secretsmanager/secretPolicy:SecretPolicy", ("secretArn", "arn:aws:secretsmanager:us-east-1:123456789012:secret:s"), ("policy", policy)));

        string[] resources =
        [
            "arn:aws:s3:::b/k", "arn:aws:sns:us-east-1:123456789012:t", "arn:aws:sqs:us-east-1:123456789012:q",
            "arn:aws:secretsmanager:us-east-1:123456789012:secret:s", "arn:aws:s3:::c/k",
        ];
        Assert.That(
            resources.Select(resource => authorizer.Decide(Documents.Reader, new RequestedAction("s3:GetObject", resource)).Denial!.Reason),
            Is.EqualTo(new[]
            {
                DenialReason.DeniedByResourcePolicy, DenialReason.DeniedByResourcePolicy, DenialReason.DeniedByResourcePolicy,
                DenialReason.DeniedByResourcePolicy, DenialReason.NoIdentityPolicy,
            }));
    }

    [Test]
    public void A_permission_lets_a_bucket_call_a_function()
    {
        var authorizer = new Authorizer();
        new PolicyProvisioner(authorizer, Account).Register(Resource(
            "aws:lambda/permission:Permission",
            ("function", "f"), ("action", "lambda:InvokeFunction"), ("principal", "s3.amazonaws.com"), ("sourceArn", "arn:aws:s3:::b"),
            ("sourceAccount", AwsAccount.Id), ("statementId", "FromBucket")));
        var request = new RequestedAction("lambda:InvokeFunction", "arn:aws:lambda:us-east-1:123456789012:function:f")
            .With(ConditionKeys.SourceAccount, AwsAccount.Id);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                authorizer.Decide(Caller.OfService("s3.amazonaws.com"), request.With(ConditionKeys.SourceArn, "arn:aws:s3:::b")).Permission?.Sid,
                Is.EqualTo("FromBucket"));
            Assert.That(
                authorizer.Decide(Caller.OfService("s3.amazonaws.com"), request.With(ConditionKeys.SourceArn, "arn:aws:s3:::c")).IsAllowed,
                Is.False);
        }
    }

    [Test]
    public void Two_permissions_of_a_function_cannot_have_the_same_statement_id()
    {
        var provisioner = new PolicyProvisioner(new Authorizer(), Account);
        provisioner.Register(Permission("f", "FromBucket"));

        Assert.That(() => provisioner.Register(Permission("arn:aws:lambda:us-east-1:123456789012:function:f", "FromBucket")),
            Throws.TypeOf<LocalException>().With.Message.EqualTo(
                "ResourceConflictException: The statement id (FromBucket) provided already exists. Please provide a new statement id, or "
                    + "remove the existing statement. Two of arn:aws:lambda:us-east-1:123456789012:function:f have it."));
    }

    [Test]
    public void Permissions_of_two_functions_or_versions_and_those_without_an_id_do_not_conflict()
    {
        var provisioner = new PolicyProvisioner(new Authorizer(), Account);
        CloudResource[] permissions =
        [
            Permission("f", "FromBucket"), Permission("f", "FromTopic"), Permission("g", "FromBucket"),
            Permission("f", "FromBucket", ("qualifier", "1")), Permission("f", null), Permission("f", null),
        ];

        Assert.That(() => Array.ForEach(permissions, provisioner.Register), Throws.Nothing);
    }

    [Test]
    public void Permissions_that_are_not_evaluated_are_refused() =>
        Assert.That(
            () => new PolicyProvisioner(new Authorizer(), Account).Register(Resource("aws:iam/rolePolicyAttachment:RolePolicyAttachment")),
            Throws.TypeOf<LocalException>().With.Message.EqualTo(
                "aws:iam/rolePolicyAttachment:RolePolicyAttachment name: the local cloud does not evaluate it; it evaluates "
                    + "aws:iam/role:Role and aws:iam/rolePolicy:RolePolicy."));

    private static async Task PreviewAsync(string name, Action<CloudResource> make)
    {
        var config = await StackFiles.ReadAsync(RepositoryPaths.Root, name, CancellationToken.None);
        var values = new Dictionary<string, string>(config.Values) { ["fanout:workflows"] = JsonSerializer.Serialize(WorkflowNames.All) };
        await StackProgram.RunAsync(
            config with { Values = values },
            resource =>
            {
                make(resource);
                return Task.FromResult(resource);
            },
            CancellationToken.None);
    }

    private static CloudResource Permission(string function, string? statementId, params (string Key, string Value)[] more) => Resource(
        "aws:lambda/permission:Permission",
        [
            ("function", function), ("action", "lambda:InvokeFunction"), ("principal", "s3.amazonaws.com"),
            .. statementId is null ? [] : new[] { ("statementId", statementId) }, .. more,
        ]);

    private static CloudResource Resource(string type, params (string Key, string Value)[] inputs)
    {
        var given = inputs.ToImmutableDictionary(input => input.Key, object (input) => input.Value);
        return new CloudResource(type, "name", "id", given, given);
    }
}
