using Fanout.Infra.Workflows.SensorAnalytics;
using static Fanout.Tests.Infra.InputValues;

namespace Fanout.Tests.Infra.Workflows.SensorAnalytics;

public class SensorAnalyticsWorkflowTests
{
    private const string Results = "arn:Bucket:fanout-dev-sensor-results-123456789012";

    [Test]
    public async Task The_state_machine_may_do_what_its_states_do_and_no_more()
    {
        const string machine = "fanout-dev-sensor-analytics";
        const string states = "arn:aws:states:us-east-1:123456789012";
        Assert.That(await StatementsAsync("sensor-analytics-states-policy"), Is.EqualTo(new[]
        {
            $"StartChildren: states:StartExecution on {states}:stateMachine:{machine}",
            $"FollowChildren: states:DescribeExecution states:StopExecution on {states}:execution:{machine}:*",
            $"RedriveChildren: states:RedriveExecution on {states}:execution:{machine}/*:*",
            $"DescribeRuns: states:DescribeMapRun on {states}:mapRun:{machine}/Batches:*",
            $"KeepResults: s3:PutObject s3:GetObject s3:ListMultipartUploadParts s3:AbortMultipartUpload on {Results}/runs/*",
            "ListTables: s3:GetBucketLocation s3:ListBucket on arn:Bucket:fanout-dev-sensor-data-123456789012",
            $"ListResults: s3:GetBucketLocation s3:ListBucket s3:ListBucketMultipartUploads on {Results}",
            "ReadReadings: s3:GetObject on arn:Bucket:fanout-dev-sensor-data-123456789012/*",
            $"KeepQueryResults: s3:PutObject s3:GetObject s3:ListMultipartUploadParts s3:AbortMultipartUpload on {Results}/unloaded/* {Results}/athena/*",
            $"RunQueries: athena:StartQueryExecution athena:GetQueryExecution athena:StopQueryExecution on arn:Workgroup:{machine}",
            "FindCatalog: athena:GetDataCatalog on arn:aws:athena:us-east-1:123456789012:datacatalog/AwsDataCatalog",
            "ReachCatalog: glue:GetDatabase glue:GetDatabases on arn:aws:glue:us-east-1:123456789012:catalog arn:aws:glue:us-east-1:123456789012:database/default",
            "ReadCatalog: glue:GetDatabase glue:GetTable on arn:aws:glue:us-east-1:123456789012:catalog arn:CatalogDatabase:fanout_dev_sensor_analytics arn:CatalogTable:readings",
            $"AnalyzeBatches: lambda:InvokeFunction on arn:Function:{machine}-batch",
            $"TellOfRejected: sqs:SendMessage on arn:Queue:{machine}-rejected",
        }));
    }

    [Test]
    public async Task The_function_may_write_the_summaries_and_knows_table_and_thresholds()
    {
        var resources = await RunAsync("dev", ("sensorAnalytics", """{"temperatureMaximum":34.5,"temperatureMinimum":"-12"}"""));
        var variables = Map(Map(resources["aws:lambda/function:Function"].Single().Inputs["environment"])["variables"]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                await StatementsAsync("sensor-analytics-batch-execution-policy"),
                Has.One.EqualTo("StoreSummaries: dynamodb:BatchWriteItem on arn:Table:fanout-dev-sensor-analytics-SensorSummary"));
            Assert.That(variables, Is.EquivalentTo(new Dictionary<string, object>
            {
                ["AWS_LAMBDA_HANDLER_LOG_FORMAT"] = "Unformatted",
                ["TABLE_NAME"] = "fanout-dev-sensor-analytics-SensorSummary",
                ["TEMPERATURE_MIN"] = "-12",
                ["TEMPERATURE_MAX"] = "34.5",
                ["HUMIDITY_MIN"] = "5",
                ["HUMIDITY_MAX"] = "95",
                ["BATTERY_MIN"] = "20",
            }));
        }
    }

    [Test]
    public async Task The_table_of_readings_computes_its_partitions_and_holds_lines()
    {
        var table = (await RunAsync("dev"))["aws:glue/catalogTable:CatalogTable"].Single().Inputs;
        var storage = Map(table["storageDescriptor"]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(table["databaseName"], Is.EqualTo("fanout_dev_sensor_analytics"));
            Assert.That(Maps(table["partitionKeys"]).Single(), Is.EquivalentTo(new Dictionary<string, object> { ["name"] = "day", ["type"] = "string" }));
            Assert.That(Map(table["parameters"]), Is.EquivalentTo(new Dictionary<string, object>
            {
                ["EXTERNAL"] = "TRUE",
                ["projection.enabled"] = "true",
                ["projection.day.type"] = "date",
                ["projection.day.format"] = "yyyy-MM-dd",
                ["projection.day.range"] = "2020-01-01,NOW+1DAYS",
                ["projection.day.interval"] = "1",
                ["projection.day.interval.unit"] = "DAYS",
                ["storage.location.template"] = "s3://fanout-dev-sensor-data-123456789012/readings/day=${day}/",
            }));
            Assert.That(storage["location"], Is.EqualTo("s3://fanout-dev-sensor-data-123456789012/readings/"));
            Assert.That(Map(storage["serDeInfo"])["serializationLibrary"], Is.EqualTo("org.apache.hadoop.hive.serde2.RegexSerDe"));
            Assert.That(
                Maps(storage["columns"]).Select(column => $"{column["name"]} {column["type"]}"),
                Is.EqualTo(new[] { "line string" }));
        }
    }

    [TestCase("dev", true)]
    [TestCase("prod", false)]
    public async Task Queries_are_limited_and_their_results_encrypted_in_one_place(string environment, bool forceDestroy)
    {
        var resources = await RunAsync(environment, ("environment", environment), ("sensorAnalytics", """{"scanLimitMegabytes":25}"""));
        var workgroup = resources["aws:athena/workgroup:Workgroup"].Single().Inputs;
        var configuration = Map(workgroup["configuration"]);
        var result = Map(configuration["resultConfiguration"]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(workgroup["forceDestroy"], Is.EqualTo(forceDestroy));
            Assert.That(configuration["enforceWorkgroupConfiguration"], Is.True);
            Assert.That(configuration["bytesScannedCutoffPerQuery"], Is.EqualTo(25_000_000));
            Assert.That(result["outputLocation"], Is.EqualTo($"s3://fanout-{environment}-sensor-results-123456789012/athena/"));
            Assert.That(Map(result["encryptionConfiguration"])["encryptionOption"], Is.EqualTo("SSE_S3"));
        }
    }

    [TestCase("dev", false)]
    [TestCase("prod", true)]
    public async Task The_summaries_are_keyed_by_device_and_time_and_protected_in_prod(string environment, bool isProtected)
    {
        var table = (await RunAsync(environment, ("environment", environment)))["aws:dynamodb/table:Table"].Single().Inputs;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(table["hashKey"], Is.EqualTo("DeviceId"));
            Assert.That(table["rangeKey"], Is.EqualTo("ReadingTimestamp"));
            Assert.That(Map(table["pointInTimeRecovery"])["enabled"], Is.True);
            Assert.That(table["deletionProtectionEnabled"], Is.EqualTo(isProtected));
        }
    }

    [Test]
    public async Task What_is_temporary_expires()
    {
        var resources = await RunAsync("dev", ("logRetentionDays", "30"));
        var rules = resources["aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"]
            .SelectMany(lifecycle => Maps(lifecycle.Inputs["rules"]))
            .Where(rule => rule.ContainsKey("expiration"))
            .Select(rule => $"{Map(rule["filter"])["prefix"]} {Map(rule["expiration"])["days"]}");

        Assert.That(rules, Is.EquivalentTo(new[] { "runs/ 30", "unloaded/ 30", "athena/ 30" }));
    }

    [Test]
    public async Task Every_resource_has_a_name_of_its_own_and_roles_have_one_that_IAM_takes()
    {
        var resources = await RunAsync("a-stack-name-of-24-chars");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(resources.Ids, Is.Unique);
            Assert.That(
                resources["aws:iam/role:Role"].Select(role => (string)role.Inputs["name"]),
                Is.All.Property(nameof(string.Length)).LessThanOrEqualTo(64).And.Exactly(2).Items);
        }
    }

    private static async Task<IEnumerable<string>> StatementsAsync(string policyName) =>
        (await RunAsync("dev")).StatementsOf(policyName);

    private static Task<ResourceRecorder> RunAsync(string stack, params (string Key, string Value)[] configuration) =>
        ResourceRecorder.RunAsync(context => _ = new SensorAnalyticsWorkflow(context), stack, configuration);
}
