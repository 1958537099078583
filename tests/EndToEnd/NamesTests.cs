using Amazon.DynamoDBv2.Model;
using Fanout.Local.Aws;
using Fanout.Local.Cloud;
using Fanout.Local.Runs;
using Fanout.Local.Stacks;
using Fanout.Stacks;

namespace Fanout.Tests.EndToEnd;

/// <summary>Stacks in one account, and stacks whose names were given.</summary>
public sealed class NamesTests
{
    private static readonly RunOptions Little = RunOptions.Default with { Objects = 5, Devices = 2, Locations = 2, Rows = 20, Date = new DateOnly(2022, 1, 31) };

    [Test]
    public async Task With_the_names_of_the_documents_every_workflow_runs()
    {
        await using var deployment = await Deployments.StartAsync(new Dictionary<string, string>
        {
            ["parallelMap"] = """{"tableName":"StepFunctionsProjectDDBTable"}""",
            ["streamAggregator"] = """
                {"stateMachineName":"DistributedDataStreamAggregator","tasksTableName":"processing-tasks","locationsTableName":"locations"}
                """,
            ["meterAnalytics"] = """{"database":"iotanalyticsdb","tableName":"ElectricityMeteredByPeriod"}""",
        });
        var reports = await RunAsync(deployment, [.. WorkflowRuns.All.Keys]);
        using var dynamoDb = deployment.Cloud.DynamoDb();

        // The document's own query.
        var hours = await dynamoDb.ExecuteStatementAsync(new ExecuteStatementRequest
        {
            Statement = """
                SELECT "CustomerID", "SensorID-Period", "kWh-Amount"
                FROM "ElectricityMeteredByPeriod"
                WHERE "CustomerID" = 10027610
                  AND "SensorID-Period" BETWEEN '51246501#2022-01-31T18' AND '51246501#2022-01-31T23'
                """,
        });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(reports.Select(report => $"{report.Workflow} {report.Status}"), Is.Not.Empty.And.All.EndsWith(" SUCCEEDED"));
            Assert.That(reports.Select(report => report.Workflow).Distinct(), Is.EquivalentTo(WorkflowRuns.All.Keys));
            Assert.That(hours.Items, Has.Count.EqualTo(6));
            Assert.That((await dynamoDb.ListTablesAsync()).TableNames, Is.EquivalentTo(new[]
            {
                "ElectricityMeteredByPeriod", "StepFunctionsProjectDDBTable", "fanout-dev-sensor-analytics-SensorSummary", "locations", "processing-tasks",
            }));
            Assert.That(
                deployment.Stack.Workflows["stream-aggregator"]["StateMachineArn"],
                Is.EqualTo("arn:aws:states:us-east-1:123456789012:stateMachine:DistributedDataStreamAggregator"));
        }
    }

    [Test]
    public async Task Dev_and_prod_live_side_by_side_in_one_account()
    {
        await using var pool = new EmulatorPool();
        await pool.UseAsync(async emulator =>
        {
            await using var dev = await StartAsync("dev", emulator);
            await using var prod = await StartAsync("prod", emulator);
            var reports = (await RunAsync(dev, ["parallel-map", "s3-high-throughput"]))
                .Concat(await RunAsync(prod, ["parallel-map", "s3-high-throughput"])).ToArray();
            using var dynamoDb = dev.Cloud.DynamoDb();
            using var s3 = prod.Cloud.S3();

            using (Assert.EnterMultipleScope())
            {
                Assert.That(reports.SelectMany(report => report.Problems), Is.Empty);
                Assert.That(reports.Select(report => report.Status), Has.Exactly(6).Items.And.All.EqualTo("SUCCEEDED"));
                Assert.That((await dynamoDb.ListTablesAsync()).TableNames, Has.Count.EqualTo(Count(dev, "aws:dynamodb/table:Table") * 2));
                Assert.That((await s3.ListBucketsAsync()).Buckets, Has.Count.EqualTo(Count(dev, "aws:s3/bucket:Bucket") * 2));
            }

            return reports.Length;
        });
    }

    private static int Count(LocalDeployment deployment, string type) => deployment.Stack.Resources.Count(resource => resource.Type == type);

    private static async Task<LocalDeployment> StartAsync(string stack, Uri emulator)
    {
        var config = await StackFiles.ReadAsync(RepositoryPaths.Root, stack, CancellationToken.None);
        return await LocalDeployment.StartAsync(
            config,
            new LocalCloudOptions(new AwsAccount(config.LocalRegion), emulator, Port: 0, TestContext.Progress),
            realTime: false,
            CancellationToken.None);
    }

    private static async Task<IReadOnlyList<RunReport>> RunAsync(LocalDeployment deployment, IReadOnlyList<string> workflows)
    {
        var reports = new List<RunReport>();
        foreach (var workflow in workflows)
        {
            await foreach (var report in LocalRuns.RunAsync(deployment, workflow, Little, new ProgressLines(TestContext.Progress, TimeProvider.System), CancellationToken.None))
            {
                reports.Add(report);
            }
        }

        return reports;
    }
}
