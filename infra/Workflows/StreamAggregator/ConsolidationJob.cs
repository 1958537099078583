using System.Text.Json.Nodes;
using Fanout.Infra.Blocks;
using Fanout.Infra.Settings;
using Pulumi;
using Pulumi.Aws.CloudWatch;
using Pulumi.Aws.Glue;
using Pulumi.Aws.Glue.Inputs;
using Pulumi.Aws.S3;

namespace Fanout.Infra.Workflows.StreamAggregator;

/// <summary>The Glue job that makes one CSV file of a task's parts, with its script, its role and its logs.</summary>
internal sealed class ConsolidationJob : ComponentResource
{
    /// <summary>Where the script is, in the bucket of the parts.</summary>
    private const string ScriptKey = "scripts/consolidate.py";

    // "Configuring job properties for Python shell jobs": the least that there is, and the version that 3.9 needs.
    private const double PythonShellCapacity = 0.0625;
    private const string PythonShellGlueVersion = "3.0";
    private const string SparkGlueVersion = "5.1";

    // A Python shell job has its log groups in common with all others of the account.
    private const string PythonShellLogs = "/aws-glue/python-jobs";

    public ConsolidationJob(
        string name, StackContext context, SecureBucket parts, SecureBucket output, InputMap<string> tags, ComponentResourceOptions options)
        : base("fanout:workflows:ConsolidationJob", name, options)
    {
        var settings = context.Settings.StreamAggregator;
        var isSpark = settings.JobType == StreamAggregatorSettings.GlueEtl;
        var child = new CustomResourceOptions { Parent = this };

        // Pulumi compares a file by its hash: a changed script is uploaded, an unchanged one is not.
        var script = new BucketObjectv2($"{name}-script", new BucketObjectv2Args
        {
            Bucket = parts.Name,
            Key = ScriptKey,
            Source = new FileAsset(Path.Combine(AppContext.BaseDirectory, "glue", "consolidate.py")),
            ContentType = "text/x-python",
        }, child);
        var logs = isSpark ? $"/aws-glue/jobs/{context.NameOf(name)}" : PythonShellLogs;
        if (isSpark)
        {
            CreateLogGroups(name, logs, context, tags);
        }

        var role = new ServiceRole(
            $"{name}-glue",
            context,
            PolicyDocument.Trust("glue.amazonaws.com"),
            Statements(context, logs, parts, output),
            tags,
            new ComponentResourceOptions { Parent = this });
        var args = new JobArgs
        {
            Name = context.NameOf(name),
            Description = "Makes one CSV file of the parts of a task",
            RoleArn = role.Arn,
            Command = new JobCommandArgs
            {
                Name = settings.JobType,
                PythonVersion = isSpark ? "3" : "3.9",
                ScriptLocation = Output.Format($"s3://{parts.Name}/{script.Key}"),
            },
            GlueVersion = isSpark ? SparkGlueVersion : PythonShellGlueVersion,
            ExecutionProperty = new JobExecutionPropertyArgs { MaxConcurrentRuns = settings.JobConcurrency },

            // The state machine decides what is tried again.
            MaxRetries = 0,
            Timeout = settings.JobTimeoutMinutes,
            Tags = tags,
        };
        if (isSpark)
        {
            args.WorkerType = settings.JobWorkerType;
            args.NumberOfWorkers = settings.JobWorkers;
            args.DefaultArguments = new InputMap<string> { ["--custom-logGroup-prefix"] = logs };
        }
        else
        {
            args.MaxCapacity = PythonShellCapacity;
        }

        // A job that is changed keeps its workers even where none are given, and one of the other type takes none.
        var job = new Job(name, args, new CustomResourceOptions
        {
            Parent = this,
            ReplaceOnChanges = { "command.name" },
            DeleteBeforeReplace = true,
        });
        Name = job.Name;
        Arn = job.Arn;
        RegisterOutputs();
    }

    /// <summary>The job's name.</summary>
    public Output<string> Name { get; }

    /// <summary>The job's ARN.</summary>
    public Output<string> Arn { get; }

    private static IReadOnlyList<Statement> Statements(
        StackContext context, string logs, SecureBucket parts, SecureBucket output)
    {
        var logGroups = Output.Format($"arn:{context.Partition}:logs:{context.Region}:{context.AccountId}:log-group:{logs}/*");
        return
        [
            Statement.Allow("ReadScript", ["s3:GetObject"], Output.Format($"{parts.Arn}/{ScriptKey}")),
            Statement.Allow("ListParts", ["s3:ListBucket"], parts.Arn) with
            {
                Condition = new JsonObject
                {
                    ["StringLike"] = new JsonObject { ["s3:prefix"] = $"{TaskInput.PartsPrefix}*" },
                },
            },
            Statement.Allow(
                "MoveParts", ["s3:GetObject", "s3:DeleteObject"], Output.Format($"{parts.Arn}/{TaskInput.PartsPrefix}*")),

            // S3 would answer 403 instead of 404 for a summary that does not exist; the script ends what a killed run left.
            Statement.Allow("LookForEarlierRun", ["s3:ListBucket", "s3:ListBucketMultipartUploads"], output.Arn),
            Statement.Allow(
                "WriteFile", ["s3:PutObject", "s3:GetObject", "s3:AbortMultipartUpload"], Output.Format($"{output.Arn}/*")),
            Statement.Allow("WriteLogs", ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"], logGroups),
            Statement.AllowEverywhere("ReportMetrics", ["cloudwatch:PutMetricData"]) with
            {
                Condition = new JsonObject { ["StringEquals"] = new JsonObject { ["cloudwatch:namespace"] = "Glue" } },
            },
        ];
    }

    // "Logging for AWS Glue jobs": what Spark says, and what the script says.
    private void CreateLogGroups(string name, string prefix, StackContext context, InputMap<string> tags)
    {
        foreach (var kind in new[] { "error", "output" })
        {
            _ = new LogGroup($"{name}-{kind}", new LogGroupArgs
            {
                Name = $"{prefix}/{kind}",
                RetentionInDays = context.Settings.LogRetentionDays,
                Tags = tags,
            }, new CustomResourceOptions { Parent = this });
        }
    }
}
