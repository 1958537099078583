using System.Collections.Concurrent;
using System.Text.Json;
using Amazon.S3.Model;
using Fanout.Local.Aws;
using Fanout.Local.Cloud;
using Fanout.Local.Stacks.Provisioning;
using Fanout.Tests.Local.Iam;
using Fanout.Tests.Local.Services.Lambda;
using Pulumi;
using Pulumi.Aws.Iam;
using Pulumi.Aws.Lambda;
using Pulumi.Aws.Lambda.Inputs;
using Pulumi.Aws.S3;
using Pulumi.Aws.S3.Inputs;
using Pulumi.Aws.Scheduler;
using Pulumi.Aws.Scheduler.Inputs;
using Pulumi.Aws.Sfn;
using Pulumi.Aws.Sqs;
using Pulumi.Testing;

namespace Fanout.Tests.Local.Services.S3;

/// <summary>A program with everything that starts functions and state machines, deployed as the stack is.</summary>
public class NotifyingProgramTests
{
    [Test]
    public async Task A_program_gets_what_it_declares()
    {
        using var package = new FaultyPackage();
        await using var cloud = await TestCloud.StartAsync();
        var mocks = new Provisioning(cloud);

        await Deployment.TestAsync(mocks, new TestOptions { IsPreview = false }, () => Declare(package.Path));

        using var s3 = cloud.S3();
        await s3.PutObjectAsync(new PutObjectRequest { BucketName = "results", Key = "by_period/a.csv", ContentBody = "1", UseChunkEncoding = false });
        await cloud.Invocations.DrainAsync(CancellationToken.None);
        var failed = cloud.Invocations.Failures.Single();
        var queue = new Uri(cloud.Gateway.Endpoint, $"{AwsAccount.Id}/failed").AbsoluteUri;
        var letters = await cloud.DrainQueueAsync(queue);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(failed.FunctionArn, Is.EqualTo("arn:aws:lambda:us-east-1:123456789012:function:writer"));
            Assert.That(failed.Attempts, Is.EqualTo(2));
            // The dead letter is the event, the record of the destination holds it.
            Assert.That(letters, Has.Count.EqualTo(2));
            Assert.That(letters, Has.One.EqualTo(failed.Event));
            Assert.That(
                letters.Select(letter => JsonElement.Parse(letter)),
                Has.One.Matches<JsonElement>(letter => letter.TryGetProperty("requestPayload", out var payload)
                    && payload.GetRawText() == failed.Event));
            Assert.That(cloud.Schedules["nightly"].StateMachineArn, Is.EqualTo("arn:aws:states:us-east-1:123456789012:stateMachine:rollups"));
            Assert.That(cloud.Schedules["nightly"].Input, Is.EqualTo("""{"date_run":"0000/00/00"}"""));
            Assert.That(cloud.Schedules["nightly"].DeadLetterQueue, Is.EqualTo("arn:aws:sqs:us-east-1:123456789012:failed"));
            Assert.That(mocks.Made["allow-s3"].Id, Is.EqualTo("AllowS3"));
            Assert.That(mocks.Made["invocations"].Id, Is.EqualTo("writer"));
            Assert.That(mocks.Made["schedule"].Id, Is.EqualTo("default/nightly"));
            Assert.That(mocks.Made["logging"].Id, Is.EqualTo("results"));
            Assert.That(mocks.Made["ownership"].Id, Is.EqualTo("logs"));
        }
    }

    private static void Declare(string package)
    {
        var role = new Role("role", new RoleArgs { Name = "writer", AssumeRolePolicy = Documents.Trust("lambda.amazonaws.com", "scheduler.amazonaws.com", "states.amazonaws.com") });
        var policy = new RolePolicy("policy", new RolePolicyArgs
        {
            Name = "everything",
            Role = role.Name,
            Policy = Documents.Policy(Documents.Statement("Allow", "*", "*")),
        });
        var roleArn = Output.Tuple(role.Arn, policy.Id).Apply(outputs => outputs.Item1);
        var failed = new Queue("failed", new QueueArgs { Name = "failed" });
        var function = new Function("function", new FunctionArgs
        {
            Name = "writer",
            Code = new FileArchive(package),
            Handler = FaultyPackage.Handler("Throw"),
            Runtime = "dotnet10",
            Role = roleArn,
            ReservedConcurrentExecutions = 2,
            DeadLetterConfig = new FunctionDeadLetterConfigArgs { TargetArn = failed.Arn },
        });
        _ = new FunctionEventInvokeConfig("invocations", new FunctionEventInvokeConfigArgs
        {
            FunctionName = function.Name,
            MaximumRetryAttempts = 1,
            DestinationConfig = new FunctionEventInvokeConfigDestinationConfigArgs
            {
                OnFailure = new FunctionEventInvokeConfigDestinationConfigOnFailureArgs { Destination = failed.Arn },
            },
        });
        var results = new Bucket("results", new BucketArgs { BucketName = "results" });
        var logs = new Bucket("logs", new BucketArgs { BucketName = "logs" });
        _ = new BucketOwnershipControls("ownership", new BucketOwnershipControlsArgs
        {
            Bucket = logs.BucketName,
            Rule = new BucketOwnershipControlsRuleArgs { ObjectOwnership = "BucketOwnerEnforced" },
        });
        _ = new BucketLogging("logging", new Pulumi.Aws.S3.BucketLoggingArgs
        {
            Bucket = results.BucketName,
            TargetBucket = logs.BucketName,
            TargetPrefix = "results/",
        });
        var permission = new Permission("allow-s3", new PermissionArgs
        {
            StatementId = "AllowS3",
            Action = "lambda:InvokeFunction",
            Function = function.Name,
            Principal = "s3.amazonaws.com",
            SourceArn = results.Arn,
            SourceAccount = AwsAccount.Id,
        });
        _ = new BucketNotification(
            "notification",
            new BucketNotificationArgs
            {
                Bucket = results.BucketName,
                LambdaFunctions =
                {
                    new BucketNotificationLambdaFunctionArgs
                    {
                        LambdaFunctionArn = function.Arn, Events = { "s3:ObjectCreated:*" }, FilterPrefix = "by_period/", FilterSuffix = ".csv",
                    },
                },
            },
            new CustomResourceOptions { DependsOn = { permission } });
        var machine = new StateMachine("machine", new StateMachineArgs { Name = "rollups", RoleArn = roleArn, Definition = "{}" });
        _ = new Schedule("schedule", new ScheduleArgs
        {
            Name = "nightly",
            ScheduleExpression = "cron(30 3 * * ? *)",
            ScheduleExpressionTimezone = "UTC",
            State = "DISABLED",
            FlexibleTimeWindow = new ScheduleFlexibleTimeWindowArgs { Mode = "FLEXIBLE", MaximumWindowInMinutes = 15 },
            Target = new ScheduleTargetArgs
            {
                Arn = machine.Arn,
                RoleArn = roleArn,
                Input = """{"date_run":"0000/00/00"}""",
                DeadLetterConfig = new ScheduleTargetDeadLetterConfigArgs { Arn = failed.Arn },
                RetryPolicy = new ScheduleTargetRetryPolicyArgs { MaximumRetryAttempts = 3 },
            },
        });
    }

    private sealed class Provisioning(LocalCloud cloud) : IMocks
    {
        private readonly Provisioner _provisioner = new(cloud, CancellationToken.None);

        public ConcurrentDictionary<string, CloudResource> Made { get; } = new();

        public async Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
        {
            if (!args.Type!.StartsWith("aws:", StringComparison.Ordinal))
            {
                return (null, args.Inputs);
            }

            var made = await _provisioner.CreateAsync(CloudResource.Of(cloud.Account, args.Type, args.Name!, args.Inputs));
            Made[args.Name!] = made;
            return (made.Id, made.Outputs);
        }

        public Task<object> CallAsync(MockCallArgs args) => throw new NotSupportedException(args.Token);
    }
}
