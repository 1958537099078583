using System.Text.Json;
using Fanout.Infra.Settings;

namespace Fanout.Tests.Infra.Settings;

public class EnvironmentSettingsTests
{
    [Test]
    public void Without_configuration_the_defaults_of_the_original_hold()
    {
        var settings = EnvironmentSettings.Read("fanout", "dev", new Dictionary<string, string>());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(settings.Environment, Is.EqualTo(EnvironmentKind.Dev));
            Assert.That(settings.ForceDestroy, Is.True);
            Assert.That(settings.ReserveConcurrency, Is.False, "a new account has none to reserve");
            Assert.That(settings.Workflows, Is.EqualTo(new[] { "sensor-analytics", "parallel-map", "stream-aggregator", "s3-high-throughput", "meter-analytics" }));
            Assert.That(settings.LogLevel, Is.EqualTo("ALL"));
            Assert.That(settings.LogRetentionDays, Is.EqualTo(14));
            Assert.That(settings.AlarmEmail, Is.Empty);
            Assert.That(settings.Tags, Is.Empty);
            Assert.That(settings.SensorAnalytics, Is.EqualTo(new SensorAnalyticsSettings(
                Database: "fanout_dev_sensor_analytics",
                TableName: "fanout-dev-sensor-analytics-SensorSummary",
                TemperatureMinimum: -10,
                TemperatureMaximum: 35,
                HumidityMinimum: 5,
                HumidityMaximum: 95,
                BatteryMinimum: 20,
                DaysBack: 1,
                ReadingsPerBatch: 500,
                BatchConcurrency: 50,
                ToleratedFailurePercentage: 0,
                ToleratedRejectedPercentage: 99,
                ScanLimitMegabytes: 1_000)));
            Assert.That(settings.ParallelMap, Is.EqualTo(new ParallelMapSettings(
                TableName: "fanout-dev-parallel-map-list",
                PartitionKeyName: "mapstatelist",
                PartitionKeyValue: "mapitems",
                MaxConcurrency: 1,
                WaitSeconds: 2,
                TimeoutSeconds: 20)));
            Assert.That(settings.StreamAggregator with { Columns = [] }, Is.EqualTo(new StreamAggregatorSettings(
                StateMachineName: "fanout-dev-stream-aggregator",
                TasksTableName: "fanout-dev-stream-aggregator-processing-tasks",
                LocationsTableName: "fanout-dev-stream-aggregator-locations",
                ApiBaseUrl: "https://api.example.com",
                SummaryApiBaseUrl: "https://api.example.com",
                ApiKeyHeader: "Authorization",
                Columns: [],
                LocationConcurrency: 5,
                PageSize: 400,
                ToleratedFailedLocations: 0,
                ToleratedRejectedPercentage: 99,
                MissingRowsFailLocation: false,
                ExtractionTimeoutMinutes: 360,
                JobType: "glueetl",
                JobWorkerType: "G.1X",
                JobWorkers: 2,
                JobConcurrency: 10,
                JobTimeoutMinutes: 60)));
            Assert.That(settings.StreamAggregatorApiKey, Is.Null);
            Assert.That(
                settings.StreamAggregator.Columns.Select(column => $"{column.Name} at {column.Path}"),
                Is.EqualTo(new[] { "discount_code at resourceKey", "error_message at errors[0].message", "status at state" }));
            Assert.That(settings.S3HighThroughput, Is.EqualTo(new S3HighThroughputSettings(
                Prefix: "",
                AttributeName: "processedBy",
                AttributeValue: "s3-high-throughput",
                ObjectsPerChild: 1_000,
                ObjectsPerLeaf: 100,
                ParentConcurrency: 10,
                LeafConcurrency: 5,
                GroupConcurrency: 10,
                ToleratedFailurePercentage: 0,
                ToleratedRejectedPercentage: 99,
                SampleData: true)));
            Assert.That(settings.MeterAnalytics, Is.EqualTo(new MeterAnalyticsSettings(
                Database: "fanout_dev_meter_analytics",
                TableName: "fanout-dev-meter-analytics-ElectricityMeteredByPeriod",
                FirstYear: 2020,
                LastYear: 2050,
                LongestRangeDays: 366,
                ConcurrentDays: 5,
                ScanLimitMegabytes: 1_000,
                ToleratedRejectedPercentage: 99,
                Schedule: "cron(30 3 * * ? *)",
                ScheduleEnabled: false)));
        }
    }

    [Test]
    public void Every_setting_can_be_given()
    {
        var settings = EnvironmentSettings.Read("fanout", "dev", new Dictionary<string, string>
        {
            ["environment"] = "prod",
            ["forceDestroy"] = "false",
            ["reserveConcurrency"] = "true",
            ["workflows"] = """["parallel-map"]""",
            ["logLevel"] = "ERROR",
            ["logRetentionDays"] = "90",
            ["alarmEmail"] = "on-call+fanout@data.example.com",
            ["tags"] = """{"team":"data"}""",
            ["sensorAnalytics"] = """
                {"database":"sensors","tableName":"summaries","temperatureMinimum":-20.5,"temperatureMaximum":"40.25","humidityMinimum":0,"humidityMaximum":100,"batteryMinimum":"7.5",
                 "daysBack":0,"readingsPerBatch":"10","batchConcurrency":3,"toleratedFailurePercentage":5,"toleratedRejectedPercentage":6,"scanLimitMegabytes":10}
                """,
            ["parallelMap"] = """
                {"tableName":"StepFunctionsProjectDDBTable","partitionKeyName":"id","partitionKeyValue":"today","maxConcurrency":"3","waitSeconds":0,"timeoutSeconds":60}
                """,
            ["streamAggregator"] = """
                {"stateMachineName":"DistributedDataStreamAggregator","tasksTableName":"processing-tasks","locationsTableName":"locations",
                 "apiBaseUrl":"https://api.example.org:8443/v1","summaryApiBaseUrl":"https://counts.example.org","toleratedRejectedPercentage":5,"missingRowsFailLocation":true,"apiKeyHeader":"x-api-key","locationConcurrency":"7","pageSize":50,
                 "toleratedFailedLocations":2,"extractionTimeoutMinutes":30,"jobType":"pythonshell","jobWorkerType":"G.2X","jobWorkers":3,
                 "jobConcurrency":4,"jobTimeoutMinutes":"5","columns":{"what":"errors[0].message","Id":"a b.c-d[0][12].and"}}
                """,
            ["s3HighThroughput"] = """
                {"prefix":"in/","attributeName":"by","attributeValue":"","objectsPerChild":"500","objectsPerLeaf":10,"parentConcurrency":2,
                 "leafConcurrency":3,"groupConcurrency":4,"toleratedFailurePercentage":5,"toleratedRejectedPercentage":100,"sampleData":"false"}
                """,
            ["meterAnalytics"] = """
                {"database":"iotanalyticsdb","tableName":"ElectricityMeteredByPeriod","firstYear":2000,"lastYear":"2001","longestRangeDays":31,"concurrentDays":"2","scanLimitMegabytes":10,
                 "toleratedRejectedPercentage":7,"schedule":"cron(0/15 4 ? JAN-MAR 2#1 2026)","scheduleEnabled":"true"}
                """,
        });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(settings.Environment, Is.EqualTo(EnvironmentKind.Prod));
            Assert.That(settings.ForceDestroy, Is.False);
            Assert.That(settings.ReserveConcurrency, Is.True);
            Assert.That(settings.LogLevel, Is.EqualTo("ERROR"));
            Assert.That(settings.LogRetentionDays, Is.EqualTo(90));
            Assert.That(settings.AlarmEmail, Is.EqualTo("on-call+fanout@data.example.com"));
            Assert.That(settings.Tags, Is.EqualTo(new Dictionary<string, string> { ["team"] = "data" }));
            Assert.That(settings.SensorAnalytics, Is.EqualTo(new SensorAnalyticsSettings("sensors", "summaries", -20.5m, 40.25m, 0, 100, 7.5m, 0, 10, 3, 5, 6, 10)));
            Assert.That(settings.ParallelMap, Is.EqualTo(new ParallelMapSettings("StepFunctionsProjectDDBTable", "id", "today", 3, 0, 60)));
            Assert.That(settings.StreamAggregator with { Columns = [] }, Is.EqualTo(new StreamAggregatorSettings(
                "DistributedDataStreamAggregator", "processing-tasks", "locations", "https://api.example.org:8443/v1", "https://counts.example.org", "x-api-key", [], 7, 50, 2, 5, true, 30, "pythonshell", "G.2X", 3, 4, 5)));
            Assert.That(
                settings.StreamAggregator.Columns.Select(column => $"{column.Name} at {column.Path}"),
                Is.EqualTo(new[] { "Id at a b.c-d[0][12].and", "what at errors[0].message" }), "in the order of their names");
            Assert.That(settings.S3HighThroughput, Is.EqualTo(new S3HighThroughputSettings("in/", "by", "", 500, 10, 2, 3, 4, 5, 100, false)));
            Assert.That(settings.MeterAnalytics, Is.EqualTo(new MeterAnalyticsSettings("iotanalyticsdb", "ElectricityMeteredByPeriod", 2000, 2001, 31, 2, 10, 7, "cron(0/15 4 ? JAN-MAR 2#1 2026)", true)));
        }
    }

    [TestCase("environment", "production", """fanout:environment is "production"; allowed: one of dev, prod.""")]
    [TestCase("forceDestroy", "yes", """fanout:forceDestroy is "yes"; allowed: true or false.""")]
    [TestCase("reserveConcurrency", "10", """fanout:reserveConcurrency is "10"; allowed: true or false.""")]
    [TestCase("workflows", "parallel-map", """fanout:workflows is "parallel-map"; allowed: a list of one or more of sensor-analytics, parallel-map, stream-aggregator, s3-high-throughput, meter-analytics.""")]
    [TestCase("workflows", "[]", "fanout:workflows is []; allowed: a list of one or more of sensor-analytics, parallel-map, stream-aggregator, s3-high-throughput, meter-analytics.")]
    [TestCase("workflows", """["paralel-map"]""", """fanout:workflows names "paralel-map", which does not exist (did you mean "parallel-map"?); allowed: a list of one or more of sensor-analytics, parallel-map, stream-aggregator, s3-high-throughput, meter-analytics.""")]
    [TestCase("workflows", """["parallel-map","parallel-map"]""", """fanout:workflows names "parallel-map" more than once; allowed: a list of one or more of sensor-analytics, parallel-map, stream-aggregator, s3-high-throughput, meter-analytics, each at most once.""")]
    [TestCase("logLevel", "DEBUG", """fanout:logLevel is "DEBUG"; allowed: one of ALL, ERROR, FATAL, OFF.""")]
    [TestCase("alarmEmail", "team", """fanout:alarmEmail is "team"; allowed: an e-mail address such as team@example.com, or nothing.""")]
    [TestCase("alarmEmail", "team@localhost", """fanout:alarmEmail is "team@localhost"; allowed: an e-mail address such as team@example.com, or nothing.""")]
    [TestCase("alarmEmail", "a@example.com, b@example.com", """fanout:alarmEmail is "a@example.com, b@example.com"; allowed: an e-mail address such as team@example.com, or nothing.""")]
    [TestCase("parallelMap", "fast", """fanout:parallelMap is "fast"; allowed: an object of settings.""")]
    [TestCase("parallelMap", """{"maxConcurrency":-1}""", "fanout:parallelMap.maxConcurrency is -1; allowed: a whole number from 0 to 40.")]
    [TestCase("parallelMap", """{"maxConcurrency":"three"}""", """fanout:parallelMap.maxConcurrency is "three"; allowed: a whole number from 0 to 40.""")]
    [TestCase("parallelMap", """{"maxConcurrency":1.5}""", "fanout:parallelMap.maxConcurrency is 1.5; allowed: a whole number from 0 to 40.")]
    [TestCase("parallelMap", """{"waitSeconds":-1}""", "fanout:parallelMap.waitSeconds is -1; allowed: a whole number from 0 to 31536000.")]
    [TestCase("parallelMap", """{"waitSeconds":true}""", "fanout:parallelMap.waitSeconds is true; allowed: a whole number from 0 to 31536000.")]
    [TestCase("parallelMap", """{"timeoutSeconds":0}""", "fanout:parallelMap.timeoutSeconds is 0; allowed: a whole number from 1 to 31536000.")]
    [TestCase("parallelMap", """{"timeoutSeconds":null}""", "fanout:parallelMap.timeoutSeconds is null; allowed: a whole number from 1 to 31536000.")]
    [TestCase("parallelMap", """{"tableName":""}""", """fanout:parallelMap.tableName is ""; allowed: a DynamoDB table name: 3 to 255 letters, digits, underscores, hyphens and dots.""")]
    [TestCase("parallelMap", """{"tableName":"my table"}""", """fanout:parallelMap.tableName is "my table"; allowed: a DynamoDB table name: 3 to 255 letters, digits, underscores, hyphens and dots.""")]
    [TestCase("parallelMap", """{"partitionKeyName":""}""", """fanout:parallelMap.partitionKeyName is ""; allowed: 1 to 255 bytes of printable characters up to U+FFFC, not beginning with {% and not ending in %} or .$.""")]
    [TestCase("parallelMap", """{"partitionKeyValue":""}""", """fanout:parallelMap.partitionKeyValue is ""; allowed: 1 to 512 printable characters up to U+FFFC.""")]
    [TestCase("streamAggregator", """{"stateMachineName":"Data Stream"}""", """fanout:streamAggregator.stateMachineName is "Data Stream"; allowed: a state machine's name: 1 to 80 letters, digits, underscores and hyphens.""")]
    [TestCase("streamAggregator", """{"stateMachineName":"fanout-dev-stream-aggregator-extract"}""", "fanout:streamAggregator.stateMachineName is fanout-dev-stream-aggregator-extract; allowed: no name that begins with fanout-dev-, as those of the other state machines do.")]
    [TestCase("streamAggregator", """{"locationsTableName":"tasks","tasksTableName":"tasks"}""", "fanout:streamAggregator.locationsTableName is tasks; allowed: another name than that of streamAggregator.tasksTableName.")]
    [TestCase("meterAnalytics", """{"tableName":"fanout-dev-parallel-map-list"}""", "fanout:meterAnalytics.tableName is fanout-dev-parallel-map-list; allowed: another name than that of parallelMap.tableName.")]
    [TestCase("meterAnalytics", """{"database":"fanout_dev_sensor_analytics"}""", "fanout:meterAnalytics.database is fanout_dev_sensor_analytics; allowed: another name than that of sensorAnalytics.database.")]
    [TestCase("parallelMap", """{"maxConcurency":2}""", """fanout:parallelMap.maxConcurency is no setting (did you mean "maxConcurrency"?); allowed here: tableName, partitionKeyName, partitionKeyValue, maxConcurrency, waitSeconds, timeoutSeconds.""")]
    [TestCase("sensorAnalytics", """{"temperatureMinimum":-273.16}""", "fanout:sensorAnalytics.temperatureMinimum is -273.16; allowed: a number from -273.15 to 1000.")]
    [TestCase("sensorAnalytics", """{"temperatureMaximum":"hot"}""", """fanout:sensorAnalytics.temperatureMaximum is "hot"; allowed: a number from -273.15 to 1000.""")]
    [TestCase("sensorAnalytics", """{"temperatureMaximum":"1,5"}""", """fanout:sensorAnalytics.temperatureMaximum is "1,5"; allowed: a number from -273.15 to 1000.""")]
    [TestCase("sensorAnalytics", """{"temperatureMinimum":35}""", "fanout:sensorAnalytics.temperatureMinimum is 35; allowed: less than temperatureMaximum, which is 35.")]
    [TestCase("sensorAnalytics", """{"humidityMaximum":100.1}""", "fanout:sensorAnalytics.humidityMaximum is 100.1; allowed: a number from 0 to 100.")]
    [TestCase("sensorAnalytics", """{"humidityMinimum":95.5}""", "fanout:sensorAnalytics.humidityMinimum is 95.5; allowed: less than humidityMaximum, which is 95.")]
    [TestCase("sensorAnalytics", """{"batteryMinimum":true}""", "fanout:sensorAnalytics.batteryMinimum is true; allowed: a number from 0 to 100.")]
    [TestCase("sensorAnalytics", """{"daysBack":367}""", "fanout:sensorAnalytics.daysBack is 367; allowed: a whole number from 0 to 366.")]
    [TestCase("sensorAnalytics", """{"readingsPerBatch":751}""", "fanout:sensorAnalytics.readingsPerBatch is 751; allowed: a whole number from 1 to 750.")]
    [TestCase("sensorAnalytics", """{"batchConcurrency":10001}""", "fanout:sensorAnalytics.batchConcurrency is 10001; allowed: a whole number from 1 to 10000.")]
    [TestCase("sensorAnalytics", """{"toleratedFailurePercentage":101}""", "fanout:sensorAnalytics.toleratedFailurePercentage is 101; allowed: a whole number from 0 to 100.")]
    [TestCase("sensorAnalytics", """{"scanLimitMegabytes":9}""", "fanout:sensorAnalytics.scanLimitMegabytes is 9; allowed: a whole number from 10 to 2147.")]
    [TestCase("sensorAnalytics", """{"scanLimitMegabytes":2148}""", "fanout:sensorAnalytics.scanLimitMegabytes is 2148; allowed: a whole number from 10 to 2147.")]
    [TestCase("s3HighThroughput", """{"objectsPerChild":5001}""", "fanout:s3HighThroughput.objectsPerChild is 5001; allowed: a whole number from 10 to 5000.")]
    [TestCase("s3HighThroughput", """{"objectsPerLeaf":101}""", "fanout:s3HighThroughput.objectsPerLeaf is 101; allowed: a whole number from 10 to 100.")]
    [TestCase("s3HighThroughput", """{"objectsPerLeaf":9}""", "fanout:s3HighThroughput.objectsPerLeaf is 9; allowed: a whole number from 10 to 100.")]
    [TestCase("s3HighThroughput", """{"parentConcurrency":1000}""", "fanout:s3HighThroughput.parentConcurrency is 1000; allowed: a whole number from 1 to 999.")]
    [TestCase("s3HighThroughput", """{"leafConcurrency":10001}""", "fanout:s3HighThroughput.leafConcurrency is 10001; allowed: a whole number from 1 to 10000.")]
    [TestCase("s3HighThroughput", """{"groupConcurrency":41}""", "fanout:s3HighThroughput.groupConcurrency is 41; allowed: a whole number from 1 to 40.")]
    [TestCase("s3HighThroughput", """{"toleratedFailurePercentage":101}""", "fanout:s3HighThroughput.toleratedFailurePercentage is 101; allowed: a whole number from 0 to 100.")]
    [TestCase("s3HighThroughput", """{"attributeName":""}""", """fanout:s3HighThroughput.attributeName is ""; allowed: 1 to 128 printable characters up to U+FFFC, not __proto__.""")]
    [TestCase("s3HighThroughput", """{"sampleData":"yes"}""", """fanout:s3HighThroughput.sampleData is "yes"; allowed: true or false.""")]
    [TestCase("s3HighThroughput", """{"sampleData":1}""", "fanout:s3HighThroughput.sampleData is 1; allowed: true or false.")]
    [TestCase("streamAggregator", """{"apiBaseUrl":"http://api.example.com"}""", """fanout:streamAggregator.apiBaseUrl is "http://api.example.com"; allowed: an address of up to 512 characters such as https://api.example.com/v1, with a public name and no slash at its end.""")]
    [TestCase("streamAggregator", """{"apiBaseUrl":"https://api.example.com/"}""", """fanout:streamAggregator.apiBaseUrl is "https://api.example.com/"; allowed: an address of up to 512 characters such as https://api.example.com/v1, with a public name and no slash at its end.""")]
    [TestCase("streamAggregator", """{"apiBaseUrl":"https://user:word@api.example.com"}""", """fanout:streamAggregator.apiBaseUrl is "https://user:word@api.example.com"; allowed: an address of up to 512 characters such as https://api.example.com/v1, with a public name and no slash at its end.""")]
    [TestCase("streamAggregator", """{"apiBaseUrl":"https://api.example.com?a=b"}""", """fanout:streamAggregator.apiBaseUrl is "https://api.example.com?a=b"; allowed: an address of up to 512 characters such as https://api.example.com/v1, with a public name and no slash at its end.""")]
    [TestCase("streamAggregator", """{"apiBaseUrl":"https://"}""", """fanout:streamAggregator.apiBaseUrl is "https://"; allowed: an address of up to 512 characters such as https://api.example.com/v1, with a public name and no slash at its end.""")]
    [TestCase("streamAggregator", """{"apiKeyHeader":"x api"}""", """fanout:streamAggregator.apiKeyHeader is "x api"; allowed: the name of an HTTP header: up to 128 letters, digits and hyphens.""")]
    [TestCase("streamAggregator", """{"locationConcurrency":151}""", "fanout:streamAggregator.locationConcurrency is 151; allowed: a whole number from 1 to 150.")]
    [TestCase("streamAggregator", """{"pageSize":1001}""", "fanout:streamAggregator.pageSize is 1001; allowed: a whole number from 1 to 1000.")]
    [TestCase("streamAggregator", """{"pageSize":0}""", "fanout:streamAggregator.pageSize is 0; allowed: a whole number from 1 to 1000.")]
    [TestCase("streamAggregator", """{"toleratedFailedLocations":-1}""", "fanout:streamAggregator.toleratedFailedLocations is -1; allowed: a whole number from 0 to 2147483647.")]
    [TestCase("streamAggregator", """{"extractionTimeoutMinutes":10081}""", "fanout:streamAggregator.extractionTimeoutMinutes is 10081; allowed: a whole number from 1 to 10080.")]
    [TestCase("streamAggregator", """{"jobWorkers":1}""", "fanout:streamAggregator.jobWorkers is 1; allowed: a whole number from 2 to 299.")]
    [TestCase("streamAggregator", """{"jobConcurrency":1001}""", "fanout:streamAggregator.jobConcurrency is 1001; allowed: a whole number from 1 to 1000.")]
    [TestCase("streamAggregator", """{"jobTimeoutMinutes":0}""", "fanout:streamAggregator.jobTimeoutMinutes is 0; allowed: a whole number from 1 to 10079.")]
    [TestCase("streamAggregator", """{"jobType":"ray"}""", """fanout:streamAggregator.jobType is "ray"; allowed: one of glueetl, pythonshell.""")]
    [TestCase("streamAggregator", """{"jobWorkerType":"Z.2X"}""", """fanout:streamAggregator.jobWorkerType is "Z.2X"; allowed: one of G.1X, G.2X, G.4X, G.8X.""")]
    [TestCase("meterAnalytics", """{"database":"iot-analytics"}""", """fanout:meterAnalytics.database is "iot-analytics"; allowed: up to 255 lower-case letters, digits and underscores, beginning with a letter.""")]
    [TestCase("meterAnalytics", """{"database":"IotAnalyticsDb"}""", """fanout:meterAnalytics.database is "IotAnalyticsDb"; allowed: up to 255 lower-case letters, digits and underscores, beginning with a letter.""")]
    [TestCase("meterAnalytics", """{"database":""}""", """fanout:meterAnalytics.database is ""; allowed: up to 255 lower-case letters, digits and underscores, beginning with a letter.""")]
    [TestCase("meterAnalytics", """{"database":"1db"}""", """fanout:meterAnalytics.database is "1db"; allowed: up to 255 lower-case letters, digits and underscores, beginning with a letter.""")]
    [TestCase("meterAnalytics", """{"schedule":"30 3 * * ? *"}""", """fanout:meterAnalytics.schedule is "30 3 * * ? *"; allowed: cron(minutes hours day-of-month month day-of-week year), with ? for one of the two days, such as cron(30 3 * * ? *), or rate(value unit), such as rate(1 day).""")]
    [TestCase("meterAnalytics", """{"schedule":"cron(30 3 * * * *)"}""", """fanout:meterAnalytics.schedule is "cron(30 3 * * * *)": exactly one of day-of-month and day-of-week must be ?; allowed: cron(minutes hours day-of-month month day-of-week year), with ? for one of the two days, such as cron(30 3 * * ? *), or rate(value unit), such as rate(1 day).""")]
    [TestCase("meterAnalytics", """{"schedule":"cron(30 3 ? * ? *)"}""", """fanout:meterAnalytics.schedule is "cron(30 3 ? * ? *)": exactly one of day-of-month and day-of-week must be ?; allowed: cron(minutes hours day-of-month month day-of-week year), with ? for one of the two days, such as cron(30 3 * * ? *), or rate(value unit), such as rate(1 day).""")]
    [TestCase("meterAnalytics", """{"schedule":"cron(30 3 * * ?)"}""", """fanout:meterAnalytics.schedule is "cron(30 3 * * ?)": cron has 5 fields and needs six, with one space between them: minutes hours day-of-month month day-of-week year; allowed: cron(minutes hours day-of-month month day-of-week year), with ? for one of the two days, such as cron(30 3 * * ? *), or rate(value unit), such as rate(1 day).""")]
    [TestCase("meterAnalytics", """{"schedule":"at(2030-01-01T00:00:00)"}""", """fanout:meterAnalytics.schedule is "at(2030-01-01T00:00:00)"; allowed: cron(minutes hours day-of-month month day-of-week year), with ? for one of the two days, such as cron(30 3 * * ? *), or rate(value unit), such as rate(1 day).""")]
    [TestCase("meterAnalytics", """{"schedule":""}""", """fanout:meterAnalytics.schedule is ""; allowed: cron(minutes hours day-of-month month day-of-week year), with ? for one of the two days, such as cron(30 3 * * ? *), or rate(value unit), such as rate(1 day).""")]
    [TestCase("meterAnalytics", """{"firstYear":1969}""", """fanout:meterAnalytics.firstYear is 1969; allowed: a whole number from 1970 to 9999.""")]
    [TestCase("meterAnalytics", """{"lastYear":10000}""", """fanout:meterAnalytics.lastYear is 10000; allowed: a whole number from 1970 to 9999.""")]
    [TestCase("meterAnalytics", """{"longestRangeDays":367}""", """fanout:meterAnalytics.longestRangeDays is 367; allowed: a whole number from 1 to 366.""")]
    [TestCase("meterAnalytics", """{"concurrentDays":0}""", """fanout:meterAnalytics.concurrentDays is 0; allowed: a whole number from 1 to 40.""")]
    [TestCase("meterAnalytics", """{"concurrentDays":41}""", """fanout:meterAnalytics.concurrentDays is 41; allowed: a whole number from 1 to 40.""")]
    [TestCase("meterAnalytics", """{"scanLimitMegabytes":9}""", """fanout:meterAnalytics.scanLimitMegabytes is 9; allowed: a whole number from 10 to 2147.""")]
    [TestCase("meterAnalytics", """{"scheduleEnabled":"on"}""", """fanout:meterAnalytics.scheduleEnabled is "on"; allowed: true or false.""")]
    [TestCase("meterAnalytics", """{"firstYear":2050}""", "fanout:meterAnalytics.firstYear is 2050; allowed: less than lastYear, which is 2050.")]
    [TestCase("paralelMap", "{}", """fanout:paralelMap is no setting (did you mean "parallelMap"?); allowed here: environment, forceDestroy, reserveConcurrency, workflows, logLevel, logRetentionDays, alarmEmail, tags, sensorAnalytics, parallelMap, streamAggregator, streamAggregatorApiKey, s3HighThroughput, meterAnalytics.""")]
    [TestCase("tags", """{"project":"other"}""", """fanout:tags is {"project":"other"}; allowed: names that differ, in more than case, from each other and from the program's own, project, stack, workflow.""")]
    [TestCase("tags", """{"Stack":"a"}""", """fanout:tags is {"Stack":"a"}; allowed: names that differ, in more than case, from each other and from the program's own, project, stack, workflow.""")]
    [TestCase("tags", """{"Team":"a","team":"b"}""", """fanout:tags is {"Team":"a","team":"b"}; allowed: names that differ, in more than case, from each other and from the program's own, project, stack, workflow.""")]
    public void A_wrong_value_is_one_sentence_with_key_value_and_what_is_allowed(string key, string value, string problem)
    {
        var exception = Assert.Throws<SettingsException>(() =>
            EnvironmentSettings.Read("fanout", "dev", new Dictionary<string, string> { [key] = value }));

        Assert.That(exception!.Problems, Is.EqualTo(new[] { problem }));
    }

    [TestCase("")]
    [TestCase("hush\n")]
    [TestCase("hush ")]
    [TestCase("""{"hush":1}""")]
    public void A_wrong_secret_is_refused_and_not_shown(string key)
    {
        var exception = Assert.Throws<SettingsException>(() =>
            EnvironmentSettings.Read("fanout", "dev", new Dictionary<string, string> { ["streamAggregatorApiKey"] = key }));

        Assert.That(exception!.Problems, Is.EqualTo(new[]
        {
            "fanout:streamAggregatorApiKey has a value that does not fit; allowed: 1 to 512 characters of ASCII without a colon, with no space at an end.",
        }));
    }

    [TestCase("dev", null, true)]
    [TestCase("dev", "false", false)]
    [TestCase("prod", null, false)]
    [TestCase("prod", "false", false)]
    public void Stores_are_deleted_with_what_they_hold_in_dev_unless_the_settings_say_otherwise(string environment, string? given, bool forceDestroy)
    {
        var configuration = new Dictionary<string, string> { ["environment"] = environment };
        if (given is not null)
        {
            configuration["forceDestroy"] = given;
        }

        Assert.That(EnvironmentSettings.Read("fanout", "dev", configuration).ForceDestroy, Is.EqualTo(forceDestroy));
    }

    [Test]
    public void Prod_refuses_to_delete_stores_with_what_they_hold()
    {
        var exception = Assert.Throws<SettingsException>(() =>
            EnvironmentSettings.Read("fanout", "dev", new Dictionary<string, string> { ["environment"] = "prod", ["forceDestroy"] = "true" }));

        Assert.That(exception!.Problems, Is.EqualTo(new[]
        {
            "fanout:forceDestroy is true; allowed: false where environment is prod, which keeps its stores with what they hold.",
        }));
    }

    [Test]
    public async Task A_secret_is_a_secret_of_Pulumi_and_shows_itself_nowhere()
    {
        var settings = EnvironmentSettings.Read("fanout", "dev", new Dictionary<string, string> { ["streamAggregatorApiKey"] = "hush" });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(settings.ToString(), Does.Contain("StreamAggregatorApiKey = [secret]").And.Not.Contain("hush"));
            Assert.That(await Pulumi.Output.IsSecretAsync(settings.StreamAggregatorApiKey!.Value), Is.True);
            Assert.That(await Pulumi.Utilities.OutputUtilities.GetValueAsync(settings.StreamAggregatorApiKey.Value), Is.EqualTo("hush"));
        }
    }

    [TestCase("15")]
    [TestCase("0")]
    [TestCase("soon")]
    public void Logs_are_kept_for_one_of_the_periods_of_the_service(string days)
    {
        var exception = Assert.Throws<SettingsException>(() =>
            EnvironmentSettings.Read("fanout", "dev", new Dictionary<string, string> { ["logRetentionDays"] = days }));

        Assert.That(exception!.Problems.Single(), Does.StartWith($"fanout:logRetentionDays is \"{days}\"; allowed: one of 1, 3, 5, 7, 14,"));
    }

    [TestCase("""{"aws:owner":"me"}""")]
    [TestCase("""{"owner":5}""")]
    [TestCase("""["owner"]""")]
    public void Tags_are_texts_that_aws_takes(string tags)
    {
        var exception = Assert.Throws<SettingsException>(() =>
            EnvironmentSettings.Read("fanout", "dev", new Dictionary<string, string> { ["tags"] = tags }));

        Assert.That(exception!.Problems.Single(), Does.StartWith($"fanout:tags is {tags}; allowed: an object whose names are each 1 to 128 letters, digits, spaces"));
    }

    [Test]
    public void All_problems_are_listed_at_once()
    {
        var exception = Assert.Throws<SettingsException>(() => EnvironmentSettings.Read("fanout", "dev", new Dictionary<string, string>
        {
            ["environment"] = "test",
            ["parallelMap"] = """{"maxConcurrency":-1,"waitSeconds":-2,"color":"red"}""",
            ["region"] = "eu-west-1",
        }));

        Assert.That(exception!.Message.Split(Environment.NewLine), Is.EqualTo(new[]
        {
            "The stack's settings need a correction; nothing was created:",
            "fanout:environment is \"test\"; allowed: one of dev, prod.",
            "fanout:parallelMap.maxConcurrency is -1; allowed: a whole number from 0 to 40.",
            "fanout:parallelMap.waitSeconds is -2; allowed: a whole number from 0 to 31536000.",
            "fanout:parallelMap.color is no setting; allowed here: tableName, partitionKeyName, partitionKeyValue, maxConcurrency, waitSeconds, timeoutSeconds.",
            "fanout:region is no setting; allowed here: environment, forceDestroy, reserveConcurrency, workflows, logLevel, logRetentionDays, alarmEmail, tags, sensorAnalytics, parallelMap, streamAggregator, streamAggregatorApiKey, s3HighThroughput, meterAnalytics.",
        }));
    }

    [Test]
    public void Settings_are_declared_with_defaults_as_they_would_be_given_and_what_problems_allow()
    {
        var declared = EnvironmentSettings.Declared.ToDictionary(setting => setting.Key);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(declared["environment"].Default, Is.EqualTo("dev"));
            Assert.That(declared["forceDestroy"].Default, Is.EqualTo("true"));
            Assert.That(declared["workflows"].Default, Is.EqualTo("all"));
            Assert.That(declared["logLevel"], Is.EqualTo(new Setting("logLevel", "ALL", "one of ALL, ERROR, FATAL, OFF", "What executions log")));
            Assert.That(declared["logRetentionDays"].Default, Is.EqualTo("14"));
            Assert.That(declared["streamAggregatorApiKey"].Default, Is.Empty);
            Assert.That(
                Assert.Throws<SettingsException>(() => EnvironmentSettings.Read("fanout", "dev", new Dictionary<string, string> { ["logLevel"] = "all" }))!.Problems,
                Is.EqualTo(new[] { $"fanout:logLevel is \"all\"; allowed: {declared["logLevel"].Allowed}." }));
        }
    }

    [TestCaseSource(typeof(WorkflowNames), nameof(WorkflowNames.All))]
    public void Each_setting_of_a_workflow_is_declared_and_may_be_given_as_its_default(string workflow)
    {
        var declared = EnvironmentSettings.DeclaredOf(workflow);
        var given = new Dictionary<string, string>
        {
            [EnvironmentSettings.KeyOf(workflow)] = JsonSerializer.Serialize(declared.ToDictionary(
                setting => setting.Key,
                object (setting) => setting.Default.StartsWith('{') ? JsonElement.Parse(setting.Default) : setting.Default))
                .Replace("PROJECT", "fanout", StringComparison.Ordinal).Replace("STACK", "dev", StringComparison.Ordinal),
        };

        using (Assert.EnterMultipleScope())
        {
            Assert.That(declared, Is.Not.Empty);
            Assert.That(declared.Select(setting => setting.Key), Is.Unique);
            Assert.That(() => EnvironmentSettings.Read("fanout", "dev", given), Throws.Nothing);
        }
    }
}
