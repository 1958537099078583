using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.S3;
using Amazon.S3.Model;
using Fanout.Local;
using Fanout.Local.Aws;
using Fanout.Local.Cloud;
using Fanout.Samples.MeterAnalytics;

namespace Fanout.Tests.EndToEnd;

[NonParallelizable] // The programs find credentials in the environment of the process.
public class SamplesTests
{
    private TemporaryFolder _temporary = null!;
    private string _folder = "";

    [SetUp]
    public void CreateFolder()
    {
        _temporary = new TemporaryFolder("samples");
        _folder = _temporary.Path;
    }

    [TearDown]
    public void DeleteFolder() => _temporary.Dispose();

    [Test]
    public async Task A_list_is_put_into_the_item_of_any_endpoint()
    {
        await using var deployment = await Deployments.StartAsync([]);
        var list = Write("list.json", """["a", 1.50, true, null, {"k": ["v"]}]""");

        var result = await CommandLine.SamplesAsync("parallel-map", "--file", list, "--endpoint-url", Endpoint(deployment.Cloud));
        var item = await ItemAsync(deployment.Cloud, "fanout-dev-parallel-map-list");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.Zero, result.Error);
            Assert.That(result.Output.Trim(), Is.EqualTo("5 elements are in fanout-dev-parallel-map-list, item mapstatelist = mapitems"));
            Assert.That(item["values"].L.Select(element => element.S ?? element.N), Is.EqualTo(new[] { "a", "1.5", null, null, null }));
            Assert.That(item["values"].L[2].BOOL, Is.True);
            Assert.That(item["values"].L[3].NULL, Is.True);
            Assert.That(item["values"].L[4].M["k"].L.Single().S, Is.EqualTo("v"));
        }
    }

    [Test]
    public async Task A_table_that_does_not_exist_is_named()
    {
        await using var deployment = await Deployments.StartAsync([]);

        var result = await CommandLine.SamplesAsync(
            "parallel-map", "--file", "simplelist.json", "--table", "other", "--endpoint-url", Endpoint(deployment.Cloud));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.EqualTo(1));
            Assert.That(result.Error, Does.StartWith("The list was not written to the table other: "));
        }
    }

    [TestCase(null, "There is no file ")]
    [TestCase("not json", "is not JSON: ")]
    [TestCase("{\"a\":1}", "holds a JSON Object; it must hold an array.")]
    public async Task A_file_that_is_no_list_is_refused_and_nothing_is_written(string? content, string sentence)
    {
        await using var deployment = await Deployments.StartAsync([]);
        var file = content is null ? Path.Combine(_folder, "missing.json") : Write("list.json", content);

        var result = await CommandLine.SamplesAsync("parallel-map", "--file", file, "--endpoint-url", Endpoint(deployment.Cloud));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.EqualTo(1));
            Assert.That(result.Error, Does.Contain(sentence));
            Assert.That(result.Error.Trim().Split('\n'), Has.Length.EqualTo(1));
            Assert.That(await ItemAsync(deployment.Cloud, "fanout-dev-parallel-map-list"), Is.Null.Or.Empty);
        }
    }

    [TestCase(256, 1_000, "The list makes an item of 258,356 bytes as JSON of DynamoDB, in which each value has its type; a state takes 258,048. Shorten the list.")]
    [TestCase(2_771, 1, "The list has 2,771 elements; an execution of parallel-map takes 2,770, as its history has 25,000 events. Shorten the list.")]
    public async Task A_list_that_no_execution_takes_is_refused_and_nothing_is_written(int elements, int length, string sentence)
    {
        await using var deployment = await Deployments.StartAsync([]);
        var list = Write("large.json", new JsonArray([.. Enumerable.Repeat(0, elements).Select(_ => JsonValue.Create(new string('x', length)))]).ToJsonString());

        var result = await CommandLine.SamplesAsync("parallel-map", "--file", list, "--endpoint-url", Endpoint(deployment.Cloud));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.EqualTo(1));
            Assert.That(result.Error.Trim(), Is.EqualTo(sentence));
            Assert.That(await ItemAsync(deployment.Cloud, "fanout-dev-parallel-map-list"), Is.Null.Or.Empty);
        }
    }

    [TestCase(9, "")]
    [TestCase(10, "An execution cannot end in time: 10 elements, 1 at a time (parallelMap.maxConcurrency 1), each with a wait of 2 s (waitSeconds), take more than 20 s, "
        + "and it is stopped as TIMED_OUT after 20 s (timeoutSeconds). Raise timeoutSeconds or maxConcurrency, or lower waitSeconds, and deploy.")]
    public async Task A_list_that_takes_longer_than_an_execution_may_is_loaded_with_a_warning(int elements, string warning)
    {
        await using var deployment = await Deployments.StartAsync([]);
        var list = Write("list.json", JsonSerializer.Serialize(Enumerable.Range(0, elements)));

        var result = await CommandLine.SamplesAsync("parallel-map", "--file", list, "--endpoint-url", Endpoint(deployment.Cloud));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.Zero);
            Assert.That(result.Error.Trim(), Is.EqualTo(warning));
            Assert.That(await ItemAsync(deployment.Cloud, "fanout-dev-parallel-map-list"), Is.Not.Empty);
        }
    }

    [Test]
    public async Task A_profile_that_does_not_exist_is_named()
    {
        var result = await CommandLine.SamplesAsync("parallel-map", "--file", "simplelist.json", "--profile", "no-such-profile");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.EqualTo(1));
            Assert.That(result.Error, Does.StartWith("There is no profile \"no-such-profile\" in the AWS configuration files"));
        }
    }

    [TestCase("parallel-map", "--file", "simplelist.json")]
    [TestCase("s3-high-throughput", "--bucket", "data", "--count", "1")]
    [TestCase("sensor-analytics", "--bucket", "data")]
    [TestCase("stream-aggregator", "--table", "locations", "--task", "t-1", "--location", "paris")]
    [TestCase("meter-analytics", "--bucket", "data", "--days", "1")]
    [TestCase("query", "day-total")]
    public async Task Without_credentials_it_is_said_how_they_are_given(params string[] arguments)
    {
        var result = await CommandLine.SamplesAsync(NothingConfigured(), [.. arguments, "--region", "us-east-1"]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.EqualTo(1));
            Assert.That(result.Output, Is.Empty);
            Assert.That(result.Error.Trim(), Is.EqualTo(
                "There are no AWS credentials; give --profile, or set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY "
                    + "(those of a local cloud are what dotnet run --project local -- serve prints)."));
        }
    }

    [TestCase("DynamoDB", "parallel-map", "--file", "simplelist.json", "--table", "t")]
    [TestCase("S3", "s3-high-throughput", "--bucket", "data", "--count", "1")]
    [TestCase("DynamoDB", "stream-aggregator", "--table", "locations", "--task", "t-1", "--location", "paris")]
    [TestCase("DynamoDB", "query", "day-total")]
    public async Task An_endpoint_where_nobody_answers_is_told_in_a_sentence(string service, params string[] arguments)
    {
        var keys = new Dictionary<string, string?> { ["AWS_ACCESS_KEY_ID"] = "any", ["AWS_SECRET_ACCESS_KEY"] = "any", ["AWS_MAX_ATTEMPTS"] = "1" };

        var result = await CommandLine.SamplesAsync(keys, [.. arguments, "--region", "us-east-1", "--endpoint-url", "http://127.0.0.1:1"]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.EqualTo(1));
            Assert.That(result.Error.Trim(), Does.StartWith($"{service} could not be reached: ").And.Not.Contain("\n"));
        }
    }

    [Test]
    public async Task Without_a_region_it_is_said_where_one_can_stand()
    {
        var result = await CommandLine.SamplesAsync(NothingConfigured(), "parallel-map", "--file", "simplelist.json");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.EqualTo(1));
            Assert.That(result.Error.Trim(), Is.EqualTo(
                "No region is set; give --region, or set aws:region in the stack's file, AWS_REGION, or the region of the profile."));
        }
    }

    [Test]
    public async Task Readings_of_meters_are_put_into_a_bucket_of_any_endpoint()
    {
        await using var deployment = await Deployments.StartAsync([]);
        using var s3 = deployment.Cloud.S3();
        await s3.PutBucketAsync("meter-readings");

        var result = await CommandLine.SamplesAsync(
            "meter-analytics", "--first-day", "2024-02-29", "--days", "2", "--bucket", "meter-readings",
            "--endpoint-url", Endpoint(deployment.Cloud));

        var sample = new MeterAnalyticsSample(new DateOnly(2024, 2, 29), Days: 2);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.Zero, result.Error);
            Assert.That(
                result.Output.Trim(),
                Is.EqualTo("49 files are in s3://meter-readings: 10 customers, their readings by the hour from 2024-02-29 to 2024-03-01"));
            Assert.That(result.Error, Is.Empty);
            Assert.That(await FilesAsync(s3, "meter-readings"), Is.EquivalentTo(sample.Files()));
        }
    }

    [TestCase("--first-day is \"2022-02-30\"; allowed: a day such as 2026-01-31.", "--first-day", "2022-02-30")]
    [TestCase("--days is \"0\"; allowed: a whole number from 1 to 3660.", "--days", "0")]
    public async Task A_range_of_days_that_cannot_be_is_refused(string sentence, params string[] arguments)
    {
        var result = await CommandLine.SamplesAsync(["meter-analytics", "--bucket", "meter-readings", .. arguments]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.EqualTo(2));
            Assert.That(result.Error, Does.StartWith(sentence));
        }
    }

    [Test]
    public async Task Without_a_name_the_queries_are_listed()
    {
        var result = await CommandLine.SamplesAsync("query");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.Zero, result.Error);
            Assert.That(
                result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split("  ")[0]),
                Is.EqualTo(new[] { "query", "-------------", "evening-hours", "day-total", "first-week", "month-totals" }));
        }
    }

    [TestCase("periods", "--table", "periods")]
    [TestCase("fanout-dev-meter-analytics-ElectricityMeteredByPeriod")]
    public async Task A_table_that_cannot_be_queried_is_named(string table, params string[] arguments)
    {
        await using var cloud = await LocalCloud.StartAsync(
            new LocalCloudOptions(new AwsAccount("us-east-1"), Emulator: null, Port: 0, TestContext.Progress), CancellationToken.None);

        var result = await CommandLine.SamplesAsync(["query", "day-total", "--endpoint-url", Endpoint(cloud), .. arguments]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.EqualTo(1));
            Assert.That(result.Output, Is.Empty);
            Assert.That(result.Error, Does.StartWith($"There is no table {table}; name it with --table: "));
        }
    }

    [Test]
    public async Task A_query_prints_the_rows_of_its_answer()
    {
        await using var cloud = await LocalCloud.StartAsync(
            new LocalCloudOptions(new AwsAccount("us-east-1"), Emulator: null, Port: 0, TestContext.Progress), CancellationToken.None);
        await FillPeriodsAsync(cloud);

        var result = await CommandLine.SamplesAsync("query", "first-week", "--table", "periods", "--endpoint-url", Endpoint(cloud));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.Zero, result.Error);
            Assert.That(result.Error, Is.Empty);
            Assert.That(result.Output.TrimEnd().Split('\n')[^4..], Is.EqualTo(new[]
            {
                "CustomerID  SensorID-Period      kWh-Amount",
                "----------  -------------------  ----------",
                "10027615    51246506#2022-01-02  5.25",
                "10027615    51246506#2022-01-08  0.5",
            }));
        }
    }

    private static async Task FillPeriodsAsync(LocalCloud cloud)
    {
        using var dynamoDb = cloud.DynamoDb();
        await dynamoDb.CreateTableAsync(
            "periods",
            [new KeySchemaElement("CustomerID", KeyType.HASH), new KeySchemaElement("SensorID-Period", KeyType.RANGE)],
            [new AttributeDefinition("CustomerID", ScalarAttributeType.N), new AttributeDefinition("SensorID-Period", ScalarAttributeType.S)],
            new ProvisionedThroughput(1, 1));
        foreach (var (period, amount) in ((string, string)[])
            [("2022-01-01", "7"), ("2022-01-02", "5.25"), ("2022-01-02T10", "0.25"), ("2022-01-08", "0.5"), ("2022-01-09", "6"), ("2022-01", "9")])
        {
            await dynamoDb.PutItemAsync("periods", new Dictionary<string, AttributeValue>
            {
                ["CustomerID"] = new() { N = "10027615" },
                ["SensorID-Period"] = new($"51246506#{period}"),
                ["kWh-Amount"] = new() { N = amount },
            });
        }
    }

    private static string Endpoint(LocalCloud cloud)
    {
        // The program under test finds credentials as every AWS program does.
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", cloud.Root.AccessKeyId);
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", cloud.Root.SecretAccessKey);
        return cloud.Gateway.Endpoint.AbsoluteUri;
    }

    private static async Task<Dictionary<string, AttributeValue>> ItemAsync(LocalCloud cloud, string table)
    {
        using var dynamoDb = cloud.DynamoDb();
        var answer = await dynamoDb.GetItemAsync(table, new Dictionary<string, AttributeValue> { ["mapstatelist"] = new() { S = "mapitems" } });
        return answer.Item;
    }

    private static async Task<List<SampleFile>> FilesAsync(AmazonS3Client s3, string bucket)
    {
        var files = new List<SampleFile>();
        foreach (var item in (await s3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket })).S3Objects)
        {
            using var answer = await s3.GetObjectAsync(bucket, item.Key);
            using var content = new MemoryStream();
            await answer.ResponseStream.CopyToAsync(content);
            files.Add(new SampleFile(item.Key, Encoding.UTF8.GetString(content.ToArray())));
        }

        return files;
    }

    // The environment of somebody who has not set up AWS.
    private Dictionary<string, string?> NothingConfigured()
    {
        var nothing = Write("nothing", "");
        return new Dictionary<string, string?>
        {
            ["AWS_ACCESS_KEY_ID"] = null,
            ["AWS_SECRET_ACCESS_KEY"] = null,
            ["AWS_SESSION_TOKEN"] = null,
            ["AWS_WEB_IDENTITY_TOKEN_FILE"] = null,
            ["AWS_REGION"] = null,
            ["AWS_DEFAULT_REGION"] = null,
            ["AWS_PROFILE"] = null,
            ["AWS_CONFIG_FILE"] = nothing,
            ["AWS_SHARED_CREDENTIALS_FILE"] = nothing,
            ["AWS_EC2_METADATA_DISABLED"] = "true",
        };
    }

    private string Write(string name, string content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, content);
        return path;
    }
}
