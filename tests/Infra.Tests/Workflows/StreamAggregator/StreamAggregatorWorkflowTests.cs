using Fanout.Infra.Workflows.StreamAggregator;
using Pulumi;
using Pulumi.Aws.Glue;
using static Fanout.Tests.Infra.InputValues;

namespace Fanout.Tests.Infra.Workflows.StreamAggregator;

public class StreamAggregatorWorkflowTests
{
    private const string Name = "fanout-dev-stream-aggregator";
    private const string Parts = "arn:Bucket:fanout-dev-stream-parts-123456789012";
    private const string Files = "arn:Bucket:fanout-dev-stream-output-123456789012";
    private const string States = "arn:aws:states:us-east-1:123456789012";
    private const string Connection = "arn:aws:secretsmanager:us-east-1:123456789012:secret:events!connection";

    [Test]
    public async Task The_parent_may_do_what_its_states_do_and_no_more() =>
        Assert.That(await StatementsAsync("stream-aggregator-states-policy"), Is.EqualTo(new[]
        {
            "KeepRecords: dynamodb:UpdateItem on arn:Table:fanout-dev-stream-aggregator-processing-tasks",
            $"StartMachine: states:StartExecution on arn:StateMachine:{Name}-extract",
            $"FollowMachine: states:DescribeExecution states:StopExecution on {States}:execution:{Name}-extract:*",
            "LearnOfEnd: events:PutTargets events:PutRule events:DescribeRule on arn:aws:events:us-east-1:123456789012:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule",
            $"RunJob: glue:StartJobRun glue:GetJobRun glue:GetJobRuns glue:BatchStopJobRun on arn:Job:{Name}-job",
            "TellOfIncomplete: sqs:SendMessage on arn:Queue:fanout-dev-stream-aggregator-incomplete",
            $"ReadRowCount: s3:GetObject on {Files}/*.summary.json",
        }));

    [Test]
    public async Task Data_extraction_may_call_one_path_of_the_API_and_no_more() =>
        Assert.That(await StatementsAsync("stream-aggregator-extract-states-policy", ("streamAggregator", """{"apiBaseUrl":"https://a.example/v2"}""")), Is.EqualTo(new[]
        {
            $"StartChildren: states:StartExecution on {States}:stateMachine:{Name}-extract",
            $"FollowChildren: states:DescribeExecution states:StopExecution on {States}:execution:{Name}-extract:*",
            $"RedriveChildren: states:RedriveExecution on {States}:execution:{Name}-extract/*:*",
            "QueryLocations: dynamodb:Query on arn:Table:fanout-dev-stream-aggregator-locations",
            $$$"""CallApi: states:InvokeHTTPEndpoint on {{{States}}}:stateMachine:{{{Name}}}-extract {{{States}}}:stateMachine:{{{Name}}}-extract/Locations if {"StringEquals":{"states:HTTPMethod":"GET"},"StringLike":{"states:HTTPEndpoint":"https://a.example/v2/*/get-summary"}}""",
            $"UseConnection: events:RetrieveConnectionCredentials on arn:EventConnection:{Name}-api",
            $"ReadKey: secretsmanager:GetSecretValue secretsmanager:DescribeSecret on {Connection}/{Name}-api/*",
            $"ProcessPages: states:StartSyncExecution on arn:StateMachine:{Name}-process",
        }));

    [Test]
    public async Task Data_processing_may_read_pages_and_store_parts_and_no_more() =>
        Assert.That(await StatementsAsync("stream-aggregator-process-states-policy"), Is.EqualTo(new[]
        {
            $$$"""CallApi: states:InvokeHTTPEndpoint on {{{States}}}:stateMachine:{{{Name}}}-process if {"StringEquals":{"states:HTTPMethod":"GET"},"StringLike":{"states:HTTPEndpoint":"https://api.example.com/*/get-data"}}""",
            $"UseConnection: events:RetrieveConnectionCredentials on arn:EventConnection:{Name}-api",
            $"ReadKey: secretsmanager:GetSecretValue secretsmanager:DescribeSecret on {Connection}/{Name}-api/*",
            $"StoreParts: s3:PutObject on {Parts}/tmp/*",
        }));

    [TestCase("glueetl", "jobs/" + Name + "-job")]
    [TestCase("pythonshell", "python-jobs")]
    public async Task The_job_may_move_parts_to_files_and_no_more(string type, string logs) =>
        Assert.That(await StatementsAsync("stream-aggregator-job-glue-policy", ("streamAggregator", $$"""{"jobType":"{{type}}"}""")), Is.EqualTo(new[]
        {
            $"ReadScript: s3:GetObject on {Parts}/scripts/consolidate.py",
            $$$"""ListParts: s3:ListBucket on {{{Parts}}} if {"StringLike":{"s3:prefix":"tmp/*"}}""",
            $"MoveParts: s3:GetObject s3:DeleteObject on {Parts}/tmp/*",
            $"LookForEarlierRun: s3:ListBucket s3:ListBucketMultipartUploads on {Files}",
            $"WriteFile: s3:PutObject s3:GetObject s3:AbortMultipartUpload on {Files}/*",
            $"WriteLogs: logs:CreateLogGroup logs:CreateLogStream logs:PutLogEvents on arn:aws:logs:us-east-1:123456789012:log-group:/aws-glue/{logs}/*",
        }));

    [Test]
    public async Task A_Spark_job_has_workers_and_logs_of_its_own()
    {
        var resources = await RunAsync("dev", ("streamAggregator", """{"jobWorkerType":"G.2X","jobWorkers":3,"jobConcurrency":4,"jobTimeoutMinutes":5}"""));
        var job = resources["aws:glue/job:Job"].Single().Inputs;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Map(job["command"]), Is.EquivalentTo(new Dictionary<string, object>
            {
                ["name"] = "glueetl",
                ["pythonVersion"] = "3",
                ["scriptLocation"] = "s3://fanout-dev-stream-parts-123456789012/scripts/consolidate.py",
            }));
            Assert.That(job["glueVersion"], Is.EqualTo("5.1"));
            Assert.That(job["workerType"], Is.EqualTo("G.2X"));
            Assert.That(job["numberOfWorkers"], Is.EqualTo(3));
            Assert.That(Map(job["executionProperty"])["maxConcurrentRuns"], Is.EqualTo(4));
            Assert.That(job["maxRetries"], Is.Zero);
            Assert.That(job["timeout"], Is.EqualTo(5));
            Assert.That(job, Does.Not.ContainKey("maxCapacity"));
            Assert.That(Map(job["defaultArguments"])["--custom-logGroup-prefix"], Is.EqualTo($"/aws-glue/jobs/{Name}-job"));
            Assert.That(
                resources["aws:cloudwatch/logGroup:LogGroup"].Select(group => (string)group.Inputs["name"]),
                Is.SupersetOf(new[] { $"/aws-glue/jobs/{Name}-job/error", $"/aws-glue/jobs/{Name}-job/output" }));
        }
    }

    [Test]
    public async Task A_Python_shell_job_has_a_sixteenth_of_a_unit_and_no_workers()
    {
        var job = (await RunAsync("dev", ("streamAggregator", """{"jobType":"pythonshell"}""")))["aws:glue/job:Job"].Single().Inputs;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Map(job["command"])["name"], Is.EqualTo("pythonshell"));
            Assert.That(Map(job["command"])["pythonVersion"], Is.EqualTo("3.9"));
            Assert.That(job["glueVersion"], Is.EqualTo("3.0"));
            Assert.That(job["maxCapacity"], Is.EqualTo(0.0625));
            Assert.That(job, Does.Not.ContainKey("workerType").And.Not.ContainKey("numberOfWorkers"));
        }
    }

    [Test]
    public async Task A_job_of_another_type_takes_the_place_of_the_old_one()
    {
        CustomResourceOptions? options = null;
        await ResourceRecorder.RunAsync(context => _ = new StreamAggregatorWorkflow(context, new ComponentResourceOptions
        {
            ResourceTransformations =
            {
                args =>
                {
                    options = args.Resource is Job ? (CustomResourceOptions)args.Options : options;
                    return null;
                },
            },
        }));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(options!.ReplaceOnChanges, Is.EqualTo(new[] { "command.name" }));
            Assert.That(options.DeleteBeforeReplace, Is.True);
        }
    }

    [Test]
    public async Task The_script_is_uploaded_from_its_file()
    {
        var script = (await RunAsync("dev"))["aws:s3/bucketObjectv2:BucketObjectv2"].Single().Inputs;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(script["key"], Is.EqualTo("scripts/consolidate.py"));
            Assert.That(script["source"], Is.TypeOf<FileAsset>());
        }
    }

    [TestCase("dev", false)]
    [TestCase("prod", true)]
    public async Task A_task_has_many_locations_and_tables_are_protected_in_prod(string environment, bool isProtected)
    {
        var tables = (await RunAsync(environment, ("environment", environment)))["aws:dynamodb/table:Table"].Select(table => table.Inputs).ToArray();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(tables.Select(table => $"{table["name"]} {table["hashKey"]} {table["rangeKey"]}"), Is.EquivalentTo(new[]
            {
                $"fanout-{environment}-stream-aggregator-processing-tasks task_id created_at",
                $"fanout-{environment}-stream-aggregator-locations task_id location_id",
            }));
            Assert.That(tables.Select(table => Map(table["pointInTimeRecovery"])["enabled"]), Is.All.True);
            Assert.That(tables.Select(table => table["deletionProtectionEnabled"]), Is.All.EqualTo(isProtected));
        }
    }

    [Test]
    public async Task Parts_expire_and_files_do_not()
    {
        var expiring = (await RunAsync("dev"))["aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"]
            .SelectMany(lifecycle => Maps(lifecycle.Inputs["rules"]).Select(rule => (Bucket: lifecycle.Inputs["bucket"], Rule: rule)))
            .Where(entry => entry.Rule.ContainsKey("expiration"))
            .Select(entry => $"{entry.Bucket} {Map(entry.Rule["filter"])["prefix"]} {Map(entry.Rule["expiration"])["days"]}");

        Assert.That(expiring, Is.EqualTo(new[] { "fanout-dev-stream-parts-123456789012 tmp/ 15" }));
    }

    [Test]
    public async Task The_key_is_in_the_connection_and_nowhere_else()
    {
        var resources = await RunAsync("dev", ("streamAggregatorApiKey", "hush-hush"), ("streamAggregator", """{"apiKeyHeader":"x-api-key"}"""));
        var connection = resources["aws:cloudwatch/eventConnection:EventConnection"].Single().Inputs;
        var machines = resources["aws:sfn/stateMachine:StateMachine"].Select(machine => (string)machine.Inputs["definition"]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(connection["authorizationType"], Is.EqualTo("API_KEY"));
            Assert.That(Map(Map(connection["authParameters"])["apiKey"]), Is.EquivalentTo(new Dictionary<string, object>
            {
                ["key"] = "x-api-key",
                ["value"] = "hush-hush",
            }));
            Assert.That(machines, Is.All.Not.Contain("hush").And.Exactly(3).Items);
        }
    }

    [Test]
    public async Task The_three_machines_are_of_the_types_that_they_need() =>
        Assert.That(
            (await RunAsync("dev"))["aws:sfn/stateMachine:StateMachine"].Select(machine => $"{machine.Inputs["name"]} {machine.Inputs["type"]}"),
            Is.EquivalentTo(new[] { $"{Name} STANDARD", $"{Name}-extract STANDARD", $"{Name}-process EXPRESS" }));

    [Test]
    public async Task Every_resource_has_a_name_of_its_own_and_roles_have_one_that_IAM_takes()
    {
        var resources = await RunAsync("a-stack-name-of-24-chars");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(resources.Ids, Is.Unique);
            Assert.That(
                resources["aws:iam/role:Role"].Select(role => (string)role.Inputs["name"]),
                Is.All.Property(nameof(string.Length)).LessThanOrEqualTo(64).And.Exactly(4).Items);
        }
    }

    private static async Task<IEnumerable<string>> StatementsAsync(string policyName, params (string Key, string Value)[] configuration) =>
        (await RunAsync("dev", configuration)).StatementsOf(policyName);

    private static Task<ResourceRecorder> RunAsync(string stack, params (string Key, string Value)[] configuration) =>
        ResourceRecorder.RunAsync(context => _ = new StreamAggregatorWorkflow(context), stack, configuration);
}
