using System.Text.Json;
using Fanout.Local;
using Fanout.Local.Cloud;
using Fanout.Local.Runs;
using Fanout.Local.Stacks;

namespace Fanout.Tests.EndToEnd;

/// <summary>What becomes of runs whose roles lack a permission, or have one too many.</summary>
public sealed class PermissionTests
{
    private static readonly RunOptions Small = new(Objects: 20, Devices: 2, Locations: 2, Rows: 60, Date: new DateOnly(2022, 1, 1));

    [Test]
    public async Task Without_the_permission_of_S3_the_notification_of_results_cannot_be_made()
    {
        var report = await ReportAsync("meter-analytics", Amendments.WithoutInvocation);

        Assert.That(report, Does.Contain("s3.amazonaws.com may not invoke arn:aws:lambda:us-east-1:123456789012:function:fanout-dev-meter-analytics-writer"));
    }

    [Test]
    public async Task A_permission_too_many_is_named_and_so_is_a_wildcard_without_a_reason()
    {
        const string role = "fanout-dev-parallel-map-states";
        await using var deployment = await StartAsync("parallel-map", Amendments.With(role, "Extra", "dynamodb:Scan"));
        await RunAsync(deployment, "parallel-map");

        var report = PermissionReport.Of(deployment.Cloud.Iam, deployment.Stack, ["parallel-map"]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(report.Unused.Select(permission => permission.ToString()), Is.EqualTo(new[] { $"{role}: Extra: dynamodb:Scan" }));
            Assert.That(
                report.Wildcards.Select(wildcard => $"{wildcard.Statement.Role} {wildcard.Statement.Sid}: {wildcard.Reason}"),
                Is.EquivalentTo(new[]
                {
                    "fanout-dev-parallel-map-element-execution SendTraces: X-Ray has no resources to name",
                    $"{role} DeliverLogs: CloudWatch Logs has no resources for log deliveries",
                    $"{role} SendTraces: X-Ray has no resources to name",
                    $"{role} Extra: ",
                }));
            Assert.That(PermissionReport.Of(deployment.Cloud.Iam, deployment.Stack, []).Unused, Is.Empty);
        }
    }

    [TestCase(0)]
    [TestCase(1, "--strict")]
    public async Task What_the_runs_did_not_use_is_listed_and_fails_a_strict_one(int exitCode, params string[] options)
    {
        var result = await CommandLine.LocalAsync(["run", "stream-aggregator", "--rows", "0", .. options]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.EqualTo(exitCode), result.Output + result.Error);
            Assert.That(result.Output, Does.Contain("  fanout-dev-stream-aggregator-states: RunJob: glue:StartJobRun"));
            Assert.That(result.Output, Does.Not.Contain("glue:BatchStopJobRun").And.Not.Contain("parallel-map"));
        }
    }

    private static async Task<string> ReportAsync(string workflow, Func<CloudResource, CloudResource> amend)
    {
        try
        {
            await using var deployment = await StartAsync(workflow, amend);
            var reports = await RunAsync(deployment, workflow);
            var output = new StringWriter();
            RunTable.Print(reports, output, isTerminal: false);
            Assert.That(reports.All(report => report.IsGood), Is.False, output.ToString());
            PermissionReport.Of(deployment.Cloud.Iam, deployment.Stack, [workflow]).Print(output);
            return output.ToString();
        }
        catch (LocalException refusal)
        {
            return refusal.Message;
        }
    }

    private static Task<LocalDeployment> StartAsync(string workflow, Func<CloudResource, CloudResource> amend) => Deployments.StartAsync(
        new Dictionary<string, string> { ["workflows"] = JsonSerializer.Serialize(new[] { workflow }) }, amend);

    private static async Task<List<RunReport>> RunAsync(LocalDeployment deployment, string workflow)
    {
        var reports = new List<RunReport>();
        await foreach (var report in WorkflowRuns.All[workflow].RunAsync(deployment, Small, TextWriter.Null, CancellationToken.None))
        {
            reports.Add(report);
        }
        return reports;
    }
}
