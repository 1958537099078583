using System.Diagnostics;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.SQS;
using Fanout.Infra.Settings;
using Fanout.Local;
using Fanout.Local.Stacks;

namespace Fanout.Tests.EndToEnd;

/// <summary>The stack prod, served and verified: what verify loads is its own, and gone afterwards.</summary>
[Platform("Linux")]
public class VerifyTests
{
    private readonly TemporaryFolder _temporary = new("verify");
    private ServedProcess? _started;
    private string _outputs = "";

    private ServedProcess Served => _started!;

    [OneTimeSetUp]
    public async Task ServeAsync()
    {
        _started = await ServedProcess.StartAsync("--stack", "prod", "--virtual-time");
        _outputs = Path.Combine(_temporary.Path, "outputs.json");
        await File.WriteAllTextAsync(_outputs, (await CommandLine.LocalAsync("outputs", "--json", "--stack", "prod")).Output);
    }

    [OneTimeTearDown]
    public async Task EndAsync()
    {
        await (_started?.DisposeAsync() ?? ValueTask.CompletedTask);
        _temporary.Dispose();
    }

    [Test]
    [CancelAfter(300_000)]
    public async Task Every_workflow_is_verified_beside_other_data_and_leaves_nothing(CancellationToken cancellation)
    {
        var outputs = await StackOutputs.ReadAsync(_outputs, cancellation);
        using var dynamoDb = new AmazonDynamoDBClient(Credentials, Configured(new AmazonDynamoDBConfig()));
        using var s3 = new AmazonS3Client(Credentials, Configured(new AmazonS3Config { ForcePathStyle = true }));
        using var sqs = new AmazonSQSClient(Credentials, Configured(new AmazonSQSConfig()));
        var (list, queue) = (outputs["parallel-map"]["TableName"], outputs["s3-high-throughput"]["DeadLetterQueueUrl"]);
        await dynamoDb.PutItemAsync(list, new() { ["mapstatelist"] = new("mapitems"), ["values"] = new() { L = [], IsLSet = true } }, cancellation);
        await s3.PutObjectAsync(
            new PutObjectRequest { BucketName = outputs["s3-high-throughput"]["DataBucket"], Key = "mine.json", ContentBody = "{}", UseChunkEncoding = false }, cancellation);
        await sqs.SendMessageAsync(queue, """{"key":"mine"}""", cancellation);

        var result = await VerifyAsync("--yes");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.Zero, result.Output + result.Error);
            Assert.That(result.Error, Does.Match(@"^Verifying prod in the account 123456789012, us-east-1, under the name verify-[0-9a-f]{8}:\n"));
            Assert.That(result.Error, Does.Match(@"\nIn all about USD 0\.\d\d by the list prices of us-east-1\. "));
            foreach (var row in new[]
            {
                @"sensor-analytics +240 readings +SUCCEEDED +240 ", @"parallel-map +simplelist\.json +SUCCEEDED +3 ", @"parallel-map +listofdicts\.json +SUCCEEDED +3 ",
                @"stream-aggregator +2 locations +SUCCEEDED +5000 ", @"s3-high-throughput +20 objects +SUCCEEDED +21 .* 20 messages to .*, 1 to the dead-letter queue",
                @"meter-analytics +2 days of \d{4}/\d\d +SUCCEEDED +\d+ ",
            })
            {
                Assert.That(result.Output, Does.Match(row));
            }

            Assert.That((await sqs.ListQueuesAsync("verify-", cancellation)).QueueUrls ?? [], Is.Empty);
            Assert.That(
                (await sqs.ReceiveMessageAsync(queue, cancellation)).Messages.Select(message => message.Body), Is.EqualTo(new[] { """{"key":"mine"}""" }));
            Assert.That(await LeftInTablesAsync(dynamoDb, cancellation), Is.EqualTo(new[] { $"{list} mapitems" }));
            Assert.That(await LeftInBucketsAsync(s3, outputs.Values.SelectMany(each => each), cancellation), Is.EqualTo(new[] { "mine.json" }));
        }
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task Whoever_interrupts_finds_nothing_of_it(CancellationToken cancellation)
    {
        var outputs = await StackOutputs.ReadAsync(_outputs, cancellation);
        using var process = CommandLine.Start(
            "Fanout.Local", searchPath: null, Environment(), ["verify", "meter-analytics", "--stack", "prod", "--outputs", _outputs, "--yes"]);
        var said = new List<string>();
        while (await process.StandardError.ReadLineAsync(cancellation) is { } line)
        {
            said.Add(line);
            if (line.EndsWith(": running", StringComparison.Ordinal))
            {
                break;
            }
        }

        using var kill = Process.Start("kill", ["-INT", $"{process.Id}"]);
        var result = await CommandLine.ResultAsync(process);

        using var s3 = new AmazonS3Client(Credentials, Configured(new AmazonS3Config { ForcePathStyle = true }));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(said[^1], Does.EndWith(": running"));
            Assert.That(result.ExitCode, Is.EqualTo(130), result.Error);
            Assert.That(result.Error, Is.EqualTo($"Interrupted.{System.Environment.NewLine}"));
            Assert.That(
                (await s3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = outputs["meter-analytics"]["DataBucket"] }, cancellation)).S3Objects ?? [], Is.Empty);
        }
    }

    [Test]
    public async Task Production_is_not_written_to_without_yes() => Assert.That(
        await VerifyAsync(),
        Is.EqualTo(Refusal("The stack prod is one of production; give --yes to write to it. What is loaded has names of its own and is deleted at the end.")));

    [Test]
    public async Task Outputs_of_another_stack_than_the_settings_are_refused()
    {
        var result = await CommandLine.ResultAsync(CommandLine.Start("Fanout.Local", searchPath: null, Environment(), ["verify", "--outputs", _outputs]));

        Assert.That(
            result,
            Is.EqualTo(Refusal($"{_outputs} has outputs of {WorkflowNames.All[0]} that are of another stack than dev, whose settings Pulumi.dev.yaml has; say which with --stack.")));
    }

    [Test]
    public async Task A_file_that_is_not_there_is_named()
    {
        var result = await CommandLine.LocalAsync("verify", "--outputs", "no-outputs.json");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.EqualTo(1));
            Assert.That(result.Error, Does.StartWith("no-outputs.json cannot be read: ").And.EndWith($"; write it with: pulumi stack output workflows --json{System.Environment.NewLine}"));
        }
    }

    [Test]
    public async Task An_endpoint_where_nobody_answers_is_named()
    {
        var result = await VerifyAsync("--yes", "--endpoint-url", "http://127.0.0.1:1");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.EqualTo(1));
            Assert.That(result.Error, Does.StartWith("Step Functions cannot be reached at http://127.0.0.1:1/: "));
            Assert.That(result.Error.TrimEnd(), Does.Not.Contain("\n"));
        }
    }

    [Test]
    public async Task Somebody_elses_credentials_are_refused_in_a_sentence()
    {
        var environment = Environment();
        environment["AWS_SECRET_ACCESS_KEY"] = new string('0', 40);

        var result = await CommandLine.ResultAsync(
            CommandLine.Start("Fanout.Local", searchPath: null, environment, ["verify", "--stack", "prod", "--outputs", _outputs, "--yes"]));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.EqualTo(1));
            Assert.That(result.Error, Does.StartWith("The signature of the request is not valid: "));
        }
    }

    [Test]
    public async Task A_profile_that_does_not_exist_is_named()
    {
        var result = await VerifyAsync("--yes", "--profile", "no-such-profile");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.EqualTo(1));
            Assert.That(result.Error, Does.StartWith("There is no profile \"no-such-profile\" with credentials in the AWS configuration files"));
        }
    }

    private BasicAWSCredentials Credentials => new(Served.Variables["AWS_ACCESS_KEY_ID"], Served.Variables["AWS_SECRET_ACCESS_KEY"]);

    private static CommandResult Refusal(string sentence) => new(1, "", sentence + System.Environment.NewLine);

    private Task<CommandResult> VerifyAsync(params string[] options) => CommandLine.ResultAsync(
        CommandLine.Start("Fanout.Local", searchPath: null, Environment(), ["verify", "--stack", "prod", "--outputs", _outputs, .. options]));

    private Dictionary<string, string?> Environment() => Served.Variables.ToDictionary(variable => variable.Key, string? (variable) => variable.Value);

    private T Configured<T>(T config)
        where T : ClientConfig
    {
        config.ServiceURL = Served.Endpoint.AbsoluteUri;
        config.AuthenticationRegion = "us-east-1";
        return config;
    }

    private static async Task<List<string>> LeftInTablesAsync(AmazonDynamoDBClient dynamoDb, CancellationToken cancellation)
    {
        var left = new List<string>();
        foreach (var table in (await dynamoDb.ListTablesAsync(cancellation)).TableNames)
        {
            var items = (await dynamoDb.ScanAsync(new ScanRequest(table), cancellation)).Items ?? [];
            left.AddRange(items.Select(item => $"{table} {item.Values.Select(value => value.S).First(text => text is not null)}"));
        }

        return left;
    }

    // Of what is loaded, with all versions; results of queries and Map Runs go by the buckets' own rules.
    private static async Task<List<string>> LeftInBucketsAsync(
        AmazonS3Client s3, IEnumerable<KeyValuePair<string, string>> outputs, CancellationToken cancellation)
    {
        var left = new List<string>();
        foreach (var (_, bucket) in outputs.Where(output => output.Key is "DataBucket" or "PartsBucket" or "OutputBucket"))
        {
            var versions = (await s3.ListVersionsAsync(new ListVersionsRequest { BucketName = bucket }, cancellation)).Versions ?? [];
            left.AddRange(versions.Select(version => version.Key).Where(key => !key.EndsWith(".py", StringComparison.Ordinal)));
        }

        return left;
    }
}
