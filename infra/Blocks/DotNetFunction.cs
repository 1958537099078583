using Pulumi;
using Pulumi.Aws.CloudWatch;
using Pulumi.Aws.Lambda;
using Pulumi.Aws.Lambda.Inputs;

namespace Fanout.Infra.Blocks;

/// <summary>
/// A Lambda function of one of the projects in functions/, with its log group, an alarm and a role that may write to the
/// group and send traces.
/// </summary>
public sealed class DotNetFunction : ComponentResource
{
    /// <param name="name">The logical name.</param>
    /// <param name="context">The stack's surroundings.</param>
    /// <param name="args">What the function is.</param>
    /// <param name="options">Pulumi's options.</param>
    public DotNetFunction(
        string name, StackContext context, DotNetFunctionArgs args, ComponentResourceOptions? options = null)
        : base("fanout:blocks:DotNetFunction", name, options)
    {
        var child = new CustomResourceOptions { Parent = this };
        var logGroup = new LogGroup($"{name}-logs", new LogGroupArgs
        {
            Name = $"/aws/lambda/{context.NameOf(name)}",
            RetentionInDays = context.Settings.LogRetentionDays,
            Tags = args.Tags,
        }, child);
        var role = new ServiceRole(
            $"{name}-execution",
            context,
            PolicyDocument.Trust("lambda.amazonaws.com"),
            [
                Statement.Allow(
                    "WriteLogs",
                    ["logs:CreateLogStream", "logs:PutLogEvents"],
                    Output.Format($"{logGroup.Arn}:*")),
                Statement.AllowEverywhere("SendTraces", ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]),
                Statement.Allow("ReportFailedEvents", ["sqs:SendMessage"], args.FailedEvents.Arn),
                .. args.Statements,
            ],
            args.Tags,
            new ComponentResourceOptions { Parent = this });

        // The functions write whole lines of JSON; the runtime must not put its own prefix before them.
        var variables = new InputMap<string> { ["AWS_LAMBDA_HANDLER_LOG_FORMAT"] = "Unformatted" };
        variables.AddRange(args.Variables);
        var functionArgs = new FunctionArgs
        {
            Name = context.NameOf(name),
            Code = new FileArchive(Path.Combine(AppContext.BaseDirectory, "functions", $"{args.Project}.zip")),
            Handler = $"{args.Project}::Fanout.Functions.{args.Project}.Function::Handle",
            Runtime = "dotnet10",
            Architectures = { "arm64" },
            Role = role.Arn,
            MemorySize = args.MemoryMegabytes,
            Timeout = args.TimeoutSeconds,
            Environment = new FunctionEnvironmentArgs { Variables = variables },
            TracingConfig = new FunctionTracingConfigArgs { Mode = "Active" },
            LoggingConfig = new FunctionLoggingConfigArgs { LogFormat = "JSON", LogGroup = logGroup.Name },
            Tags = args.Tags,
        };
        if (context.Settings.ReserveConcurrency)
        {
            functionArgs.ReservedConcurrentExecutions = args.Concurrency;
        }

        var function = new Function($"{name}-function", functionArgs, child);
        _ = new FunctionEventInvokeConfig($"{name}-events", new FunctionEventInvokeConfigArgs
        {
            FunctionName = function.Name,
            DestinationConfig = new FunctionEventInvokeConfigDestinationConfigArgs
            {
                OnFailure = new FunctionEventInvokeConfigDestinationConfigOnFailureArgs { Destination = args.FailedEvents.Arn },
            },
        }, child);
        FailureAlarm.OfFunction(name, context, args.Tags, this);
        Arn = function.Arn;
        Name = function.Name;
        RegisterOutputs();
    }

    /// <summary>The function's ARN.</summary>
    public Output<string> Arn { get; }

    /// <summary>The function's name.</summary>
    public Output<string> Name { get; }
}
