using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Fanout.Infra.Workflows.MeterAnalytics;
using static Fanout.Tests.Infra.InputValues;

namespace Fanout.Tests.Infra.Workflows.MeterAnalytics;

public class MeterAnalyticsWorkflowTests
{
    private const string Name = "fanout-dev-meter-analytics";
    private const string Data = "arn:Bucket:fanout-dev-meter-iot-analytic-123456789012";
    private const string Results = "arn:Bucket:fanout-dev-meter-results-123456789012";
    private const string Logs = "fanout-dev-meter-logs-123456789012";

    [Test]
    public async Task The_state_machine_may_query_and_no_more() =>
        Assert.That(await StatementsAsync("meter-analytics-states-policy"), Is.EqualTo(new[]
        {
            $"ListTables: s3:GetBucketLocation s3:ListBucket on {Data}",
            $"ListResults: s3:GetBucketLocation s3:ListBucket s3:ListBucketMultipartUploads on {Results}",
            $"ReadTables: s3:GetObject on {Data}/customer_meter_sensor/* {Data}/iot_electricity_metering/*",
            $"KeepQueryResults: s3:PutObject s3:GetObject s3:ListMultipartUploadParts s3:AbortMultipartUpload on {Results}/electricity_by_period/*",
            $"KeepAudits: s3:PutObject s3:GetObject s3:ListMultipartUploadParts s3:AbortMultipartUpload on {Results}/unused_readings/*",
            $"RunQueries: athena:StartQueryExecution athena:GetQueryExecution athena:StopQueryExecution on arn:Workgroup:{Name} arn:Workgroup:{Name}-audits",
            "FindCatalog: athena:GetDataCatalog on arn:aws:athena:us-east-1:123456789012:datacatalog/AwsDataCatalog",
            "ReachCatalog: glue:GetDatabase glue:GetDatabases on arn:aws:glue:us-east-1:123456789012:catalog arn:aws:glue:us-east-1:123456789012:database/default",
            "ReadCatalog: glue:GetDatabase glue:GetTable on arn:aws:glue:us-east-1:123456789012:catalog arn:CatalogDatabase:fanout_dev_meter_analytics "
                + "arn:CatalogTable:customer_meter_sensor arn:CatalogTable:iot_electricity_metering",
            $"ReadCounts: athena:GetQueryResults on arn:Workgroup:{Name}-audits",
            $"ReportUnusedReadings: sqs:SendMessage on arn:Queue:{Name}-rejected-lines",
        }));

    [Test]
    public async Task The_function_may_write_results_to_the_table_and_report_what_it_cannot() =>
        Assert.That(await StatementsAsync("meter-analytics-writer-execution-policy"), Is.EqualTo(new[]
        {
            $"WriteLogs: logs:CreateLogStream logs:PutLogEvents on arn:LogGroup:/aws/lambda/{Name}-writer:*",
            $"ReportFailedEvents: sqs:SendMessage on arn:Queue:{Name}-dead-letters",
            $"ReadResults: s3:GetObject on {Results}/electricity_by_period/*",
            $"LookForResults: s3:ListBucket on {Results}",
            "WriteItems: dynamodb:BatchWriteItem on arn:Table:fanout-dev-meter-analytics-ElectricityMeteredByPeriod",
            $"ReportLines: sqs:SendMessage on arn:Queue:{Name}-rejected-lines",
        }));

    [Test]
    public async Task The_schedule_may_start_the_machine_and_no_more() =>
        Assert.That(await StatementsAsync("meter-analytics-daily-scheduler-policy"), Is.EqualTo(new[]
        {
            $"StartExecutions: states:StartExecution on arn:StateMachine:{Name}",
            $"ReportMissedStarts: sqs:SendMessage on arn:Queue:{Name}-dead-letters",
        }));

    [Test]
    public async Task The_function_knows_table_queue_and_prefix()
    {
        var function = (await RunAsync("dev"))["aws:lambda/function:Function"].Single().Inputs;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(function["handler"], Is.EqualTo("MeterAnalytics::Fanout.Functions.MeterAnalytics.Function::Handle"));
            Assert.That(function["memorySize"], Is.EqualTo(256));
            Assert.That(function["timeout"], Is.EqualTo(900));
            Assert.That(Map(Map(function["environment"])["variables"]), Is.EquivalentTo(new Dictionary<string, object>
            {
                ["AWS_LAMBDA_HANDLER_LOG_FORMAT"] = "Unformatted",
                ["TABLE_NAME"] = "fanout-dev-meter-analytics-ElectricityMeteredByPeriod",
                ["REJECTED_LINES_QUEUE_URL"] = $"https://queue/{Name}-rejected-lines",
                ["RESULTS_PREFIX"] = "electricity_by_period/",
            }));
        }
    }

    [Test]
    public async Task Results_and_no_other_objects_call_the_function_once_S3_may()
    {
        var resources = await RunAsync("dev");
        var notification = resources["aws:s3/bucketNotification:BucketNotification"].Single();
        var permission = resources["aws:lambda/permission:Permission"].Single();
        var call = Maps(notification.Inputs["lambdaFunctions"]).Single();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(notification.Inputs["bucket"], Is.EqualTo("fanout-dev-meter-results-123456789012"));
            Assert.That(call["lambdaFunctionArn"], Is.EqualTo($"arn:Function:{Name}-writer"));
            Assert.That(call["events"], Is.EqualTo(new[] { "s3:ObjectCreated:*" }));
            Assert.That(call["filterPrefix"], Is.EqualTo("electricity_by_period/"));
            Assert.That(call["filterSuffix"], Is.EqualTo(".csv"));
            Assert.That(permission.Inputs, Is.EquivalentTo(new Dictionary<string, object>
            {
                ["action"] = "lambda:InvokeFunction",
                ["function"] = $"{Name}-writer",
                ["principal"] = "s3.amazonaws.com",
                ["sourceArn"] = Results,
                ["sourceAccount"] = "123456789012",
            }));
            Assert.That(resources.Names.TakeWhile(name => name != notification.Name), Has.Member(permission.Name));
        }
    }

    [Test]
    public async Task An_event_that_the_function_fails_on_goes_to_the_dead_letters()
    {
        var events = (await RunAsync("dev"))["aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig"].Single().Inputs;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(events["functionName"], Is.EqualTo($"{Name}-writer"));
            Assert.That(Map(Map(events["destinationConfig"])["onFailure"])["destination"], Is.EqualTo($"arn:Queue:{Name}-dead-letters"));
        }
    }

    [TestCase("{}", "cron(30 3 * * ? *)", "DISABLED")]
    [TestCase("""{"schedule":"cron(0 4 ? * MON-FRI *)","scheduleEnabled":true}""", "cron(0 4 ? * MON-FRI *)", "ENABLED")]
    public async Task The_schedule_starts_the_day_before_in_UTC_once_it_is_enabled(string settings, string expression, string state)
    {
        var resources = await RunAsync("dev", ("meterAnalytics", settings));
        var schedule = resources["aws:scheduler/schedule:Schedule"].Single().Inputs;
        var target = Map(schedule["target"]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(schedule["scheduleExpression"], Is.EqualTo(expression));
            Assert.That(schedule["scheduleExpressionTimezone"], Is.EqualTo("UTC"));
            Assert.That(schedule["state"], Is.EqualTo(state));
            Assert.That(Map(schedule["flexibleTimeWindow"])["mode"], Is.EqualTo("OFF"));
            Assert.That(target["arn"], Is.EqualTo($"arn:StateMachine:{Name}"));
            Assert.That(target["roleArn"], Is.EqualTo($"arn:Role:{Name}-daily-scheduler"));
            Assert.That(target["input"], Is.EqualTo("""{"date_run":"0000/00/00"}"""));
            Assert.That(Map(target["retryPolicy"]), Is.EquivalentTo(new Dictionary<string, object>
            {
                ["maximumEventAgeInSeconds"] = 3_600,
                ["maximumRetryAttempts"] = 20,
            }));
            Assert.That(Map(target["deadLetterConfig"])["arn"], Is.EqualTo($"arn:Queue:{Name}-dead-letters"));
        }
    }

    [Test]
    public async Task Only_schedules_of_this_account_get_the_role()
    {
        var role = (await RunAsync("dev"))["aws:iam/role:Role"].Single(role => (string)role.Inputs["name"] == $"{Name}-daily-scheduler");
        var statement = JsonNode.Parse((string)role.Inputs["assumeRolePolicy"])!["Statement"]![0]!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(statement["Principal"]!["Service"]!.GetValue<string>(), Is.EqualTo("scheduler.amazonaws.com"));
            Assert.That(statement["Condition"]!.ToJsonString(), Is.EqualTo(
                """{"StringEquals":{"aws:SourceAccount":"123456789012","aws:SourceArn":"arn:aws:scheduler:us-east-1:123456789012:schedule-group/default"}}"""));
        }
    }

    [Test]
    public async Task The_accesses_to_both_buckets_are_logged_in_the_third()
    {
        var resources = await RunAsync("dev");
        var policy = resources["aws:s3/bucketPolicy:BucketPolicy"].Single(policy => (string)policy.Inputs["bucket"] == Logs);
        var statements = JsonNode.Parse((string)policy.Inputs["policy"])!["Statement"]!.AsArray();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                resources["aws:s3/bucketLogging:BucketLogging"].Select(logging => $"{logging.Inputs["bucket"]} {logging.Inputs["targetBucket"]} {logging.Inputs["targetPrefix"]}"),
                Is.EquivalentTo(new[]
                {
                    $"fanout-dev-meter-iot-analytic-123456789012 {Logs} iot-analytic/",
                    $"fanout-dev-meter-results-123456789012 {Logs} athena-results/",
                }));
            Assert.That(statements.Select(statement => statement!["Sid"]!.GetValue<string>()), Is.EqualTo(new[] { "DenyWithoutTls", "DeliverAccessLogs" }));
            Assert.That(statements[1]!.ToJsonString(), Is.EqualTo(
                """{"Sid":"DeliverAccessLogs","Effect":"Allow","Principal":{"Service":"logging.s3.amazonaws.com"},"Action":"s3:PutObject","""
                + $"\"Resource\":\"arn:Bucket:{Logs}/*\""
                + ""","Condition":{"StringEquals":{"aws:SourceAccount":"123456789012"},"ArnLike":{"aws:SourceArn":["arn:aws:s3:::fanout-dev-meter-iot-analytic-123456789012","arn:aws:s3:::fanout-dev-meter-results-123456789012"]}}}"""));
            Assert.That(
                resources["aws:s3/bucketOwnershipControls:BucketOwnershipControls"].Select(controls => Map(controls.Inputs["rule"])["objectOwnership"]),
                Is.All.EqualTo("BucketOwnerEnforced").And.Exactly(3).Items);
        }
    }

    [TestCase("dev", new string[0])]
    [TestCase("prod", new[] { "fanout-prod-meter-iot-analytic-123456789012" })]
    public async Task Readings_are_versioned_in_prod(string environment, string[] versioned)
    {
        var resources = await RunAsync(environment, ("environment", environment));

        Assert.That(resources["aws:s3/bucketVersioning:BucketVersioning"].Select(versioning => versioning.Inputs["bucket"]), Is.EqualTo(versioned));
    }

    [Test]
    public async Task Logs_and_results_expire_and_readings_do_not()
    {
        var expiring = (await RunAsync("dev", ("logRetentionDays", "30")))["aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"]
            .SelectMany(lifecycle => Maps(lifecycle.Inputs["rules"]).Select(rule => (Bucket: lifecycle.Inputs["bucket"], Rule: rule)))
            .Where(entry => entry.Rule.ContainsKey("expiration"))
            .Select(entry => $"{entry.Bucket} {Map(entry.Rule["filter"])["prefix"]} {Map(entry.Rule["expiration"])["days"]}");

        Assert.That(expiring, Is.EquivalentTo(new[]
        {
            $"{Logs} iot-analytic/ 30", $"{Logs} athena-results/ 30", "fanout-dev-meter-results-123456789012 electricity_by_period/ 30",
            "fanout-dev-meter-results-123456789012 unused_readings/ 30",
        }));
    }

    [Test]
    public async Task The_tables_read_whole_lines_of_files()
    {
        var resources = await RunAsync("dev", ("meterAnalytics", """{"database":"meters","firstYear":2021,"lastYear":2030}"""));
        var tables = resources["aws:glue/catalogTable:CatalogTable"].ToDictionary(table => (string)table.Inputs["name"], table => table.Inputs);
        var (customers, readings) = (tables["customer_meter_sensor"], tables["iot_electricity_metering"]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(resources["aws:glue/catalogDatabase:CatalogDatabase"].Single().Inputs["name"], Is.EqualTo("meters"));
            Assert.That(tables.Values.Select(table => table["databaseName"]), Is.All.EqualTo("meters").And.Exactly(2).Items);
            Assert.That(tables.Values.Select(ColumnsOf), Is.All.EqualTo("line string"));
            Assert.That(Map(customers["storageDescriptor"])["location"], Is.EqualTo("s3://fanout-dev-meter-iot-analytic-123456789012/customer_meter_sensor/"));
            Assert.That(Map(readings["storageDescriptor"])["location"], Is.EqualTo("s3://fanout-dev-meter-iot-analytic-123456789012/iot_electricity_metering/"));
            Assert.That(
                tables.Values.Select(table => Map(Map(table["storageDescriptor"])["serDeInfo"])["serializationLibrary"]),
                Is.All.EqualTo("org.apache.hadoop.hive.serde2.RegexSerDe"));
            Assert.That(Map(Map(Map(readings["storageDescriptor"])["serDeInfo"])["parameters"])["input.regex"], Is.EqualTo("(?s)(.*)"));
            Assert.That(customers, Does.Not.ContainKey("partitionKeys"));
            Assert.That(Map(customers["parameters"]), Is.EquivalentTo(new Dictionary<string, object>
            {
                ["EXTERNAL"] = "TRUE",
            }));
            Assert.That(
                Maps(readings["partitionKeys"]).Select(key => $"{key["name"]} {key["type"]}"),
                Is.EqualTo(new[] { "year string", "month string", "day string" }));
            Assert.That(Map(readings["parameters"]), Is.EquivalentTo(new Dictionary<string, object>
            {
                ["EXTERNAL"] = "TRUE",
                ["projection.enabled"] = "true",
                ["projection.year.type"] = "integer",
                ["projection.year.range"] = "2021,2030",
                ["projection.year.digits"] = "4",
                ["projection.month.type"] = "integer",
                ["projection.month.range"] = "1,12",
                ["projection.month.digits"] = "2",
                ["projection.day.type"] = "integer",
                ["projection.day.range"] = "1,31",
                ["projection.day.digits"] = "2",
                ["storage.location.template"] = "s3://fanout-dev-meter-iot-analytic-123456789012/iot_electricity_metering/year=${year}/month=${month}/day=${day}/",
            }));
        }
    }

    [TestCase("dev", true)]
    [TestCase("prod", false)]
    public async Task Queries_are_limited_and_their_results_are_where_the_function_looks(string environment, bool forceDestroy)
    {
        var resources = await RunAsync(environment, ("environment", environment), ("meterAnalytics", """{"scanLimitMegabytes":25}"""));
        var workgroups = resources["aws:athena/workgroup:Workgroup"].ToDictionary(group => (string)group.Inputs["name"], group => group.Inputs);
        var workgroup = workgroups[$"fanout-{environment}-meter-analytics"];
        var audits = Map(Map(workgroups[$"fanout-{environment}-meter-analytics-audits"]["configuration"])["resultConfiguration"]);
        var configuration = Map(workgroup["configuration"]);
        var result = Map(configuration["resultConfiguration"]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(workgroup["forceDestroy"], Is.EqualTo(forceDestroy));
            Assert.That(configuration["enforceWorkgroupConfiguration"], Is.True);
            Assert.That(configuration["bytesScannedCutoffPerQuery"], Is.EqualTo(25_000_000));
            Assert.That(result["outputLocation"], Is.EqualTo($"s3://fanout-{environment}-meter-results-123456789012/electricity_by_period/"));
            Assert.That(audits["outputLocation"], Is.EqualTo($"s3://fanout-{environment}-meter-results-123456789012/unused_readings/"));
            Assert.That(Map(result["encryptionConfiguration"])["encryptionOption"], Is.EqualTo("SSE_S3"));
        }
    }

    [TestCase("dev", false)]
    [TestCase("prod", true)]
    public async Task The_energy_is_keyed_by_customer_and_by_sensor_and_period(string environment, bool isProtected)
    {
        var table = (await RunAsync(environment, ("environment", environment)))["aws:dynamodb/table:Table"].Single().Inputs;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(table["name"], Is.EqualTo($"fanout-{environment}-meter-analytics-ElectricityMeteredByPeriod"));
            Assert.That(table["hashKey"], Is.EqualTo("CustomerID"));
            Assert.That(table["rangeKey"], Is.EqualTo("SensorID-Period"));
            Assert.That(
                Maps(table["attributes"]).Select(attribute => $"{attribute["name"]} {attribute["type"]}"),
                Is.EquivalentTo(new[] { "CustomerID N", "SensorID-Period S" }));
            Assert.That(Map(table["pointInTimeRecovery"])["enabled"], Is.True);
            Assert.That(table["deletionProtectionEnabled"], Is.EqualTo(isProtected));
        }
    }

    [Test]
    public async Task Every_resource_has_a_name_of_its_own_that_its_service_takes()
    {
        var resources = await RunAsync("a-stack-name-of-24-chars");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(resources.Ids, Is.Unique);
            Assert.That(
                resources["aws:iam/role:Role"].Select(role => (string)role.Inputs["name"]),
                Is.All.Property(nameof(string.Length)).LessThanOrEqualTo(64).And.Exactly(3).Items);
            Assert.That(
                resources["aws:s3/bucket:Bucket"].Select(bucket => (string)bucket.Inputs["bucket"]),
                Is.All.Property(nameof(string.Length)).LessThanOrEqualTo(63).And.Exactly(3).Items);
            Assert.That(
                resources["aws:sqs/queue:Queue"].Select(queue => (string)queue.Inputs["name"]),
                Is.All.Property(nameof(string.Length)).LessThanOrEqualTo(80).And.Exactly(2).Items);
            Assert.That((string)resources["aws:scheduler/schedule:Schedule"].Single().Inputs["name"], Has.Length.LessThanOrEqualTo(64));
            Assert.That((string)resources["aws:lambda/function:Function"].Single().Inputs["name"], Has.Length.LessThanOrEqualTo(64));
        }
    }

    private static string ColumnsOf(ImmutableDictionary<string, object> table) => string.Join(
        ", ", Maps(Map(table["storageDescriptor"])["columns"]).Select(column => $"{column["name"]} {column["type"]}"));

    private static async Task<IEnumerable<string>> StatementsAsync(string policyName) =>
        (await RunAsync("dev")).StatementsOf(policyName);

    private static Task<ResourceRecorder> RunAsync(string stack, params (string Key, string Value)[] configuration) =>
        ResourceRecorder.RunAsync(context => _ = new MeterAnalyticsWorkflow(context), stack, configuration);
}
