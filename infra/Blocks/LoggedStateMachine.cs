using System.Text.Json.Nodes;
using Fanout.Infra.Settings;
using Fanout.Infra.StatesLanguage;
using Pulumi;
using Pulumi.Aws.CloudWatch;
using Pulumi.Aws.Sfn;
using Pulumi.Aws.Sfn.Inputs;

namespace Fanout.Infra.Blocks;

/// <summary>A state machine with its log group, X-Ray tracing, alarms and a role of its own.</summary>
public sealed class LoggedStateMachine : ComponentResource
{
    // A machine is deleted once nothing of it runs ("DeleteStateMachine"); the provider would give up after five minutes.
    private static readonly TimeSpan LongestDeletion = TimeSpan.FromMinutes(30);

    /// <param name="name">The logical name.</param>
    /// <param name="context">The stack's surroundings.</param>
    /// <param name="args">What the state machine is.</param>
    /// <param name="options">Pulumi's options.</param>
    public LoggedStateMachine(
        string name, StackContext context, LoggedStateMachineArgs args, ComponentResourceOptions? options = null)
        : base("fanout:blocks:LoggedStateMachine", name, options)
    {
        var child = new CustomResourceOptions { Parent = this };
        var physicalName = args.Name ?? context.NameOf(name);
        var logGroup = new LogGroup($"{name}-logs", new LogGroupArgs
        {
            // Under /aws/vendedlogs/ a log group needs no entry of its own in the size-limited resource policy.
            Name = $"/aws/vendedlogs/states/{context.NameOf(name)}",
            RetentionInDays = context.Settings.LogRetentionDays,
            Tags = args.Tags,
        }, child);
        var role = new ServiceRole(
            $"{name}-states",
            context,
            TrustPolicy(physicalName, context),
            [
                Statement.AllowEverywhere(
                    "DeliverLogs",
                    [
                        "logs:CreateLogDelivery", "logs:GetLogDelivery", "logs:UpdateLogDelivery",
                        "logs:DeleteLogDelivery", "logs:ListLogDeliveries", "logs:PutResourcePolicy",
                        "logs:DescribeResourcePolicies", "logs:DescribeLogGroups",
                    ]),
                Statement.AllowEverywhere(
                    "SendTraces",
                    [
                        "xray:PutTraceSegments", "xray:PutTelemetryRecords",
                        "xray:GetSamplingRules", "xray:GetSamplingTargets",
                    ]),
                .. args.Statements,
            ],
            args.Tags,
            new ComponentResourceOptions { Parent = this });
        var machine = new StateMachine($"{name}-machine", new StateMachineArgs
        {
            Name = physicalName,
            Type = args.Type,
            Definition = args.Definition.Apply(definition => definition.ToJson()),
            RoleArn = role.Arn,
            LoggingConfiguration = new StateMachineLoggingConfigurationArgs
            {
                Level = context.Settings.LogLevel,
                IncludeExecutionData = context.Settings.Environment != EnvironmentKind.Prod,
                LogDestination = Output.Format($"{logGroup.Arn}:*"),
            },
            TracingConfiguration = new StateMachineTracingConfigurationArgs { Enabled = true },
            Tags = args.Tags,
        }, new CustomResourceOptions { Parent = this, CustomTimeouts = new CustomTimeouts { Delete = LongestDeletion } });
        if (!args.CallersAnswerForFailures)
        {
            FailureAlarm.OfExecutions(name, context, machine.Arn, args.Tags, this);
        }

        Arn = machine.Arn;
        Name = machine.Name;
        RegisterOutputs();
    }

    /// <summary>The state machine's ARN.</summary>
    public Output<string> Arn { get; }

    /// <summary>The state machine's name.</summary>
    public Output<string> Name { get; }

    // Only this machine, and only for this account: "Cross-service confused deputy prevention", Step Functions guide.
    // Children of a Map Run have a machine's ARN with its label ("Viewing a Distributed Map Run execution", same guide).
    private static Output<string> TrustPolicy(string machine, StackContext context) =>
        Output.Tuple(context.Partition, context.Region, context.AccountId).Apply(where =>
        {
            var (partition, region, account) = where;
            return PolicyDocument.Trust("states.amazonaws.com", new JsonObject
            {
                ["StringEquals"] = new JsonObject { ["aws:SourceAccount"] = account },
                ["ArnLike"] = new JsonObject
                {
                    ["aws:SourceArn"] = new JsonArray(
                        $"arn:{partition}:states:{region}:{account}:stateMachine:{machine}",
                        $"arn:{partition}:states:{region}:{account}:stateMachine:{machine}/*"),
                },
            });
        });
}
