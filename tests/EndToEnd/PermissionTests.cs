using System.Text.Json;
using Fanout.Local;
using Fanout.Local.Runs;
using Fanout.Local.Stacks;
using Fanout.Local.Stacks.Provisioning;

namespace Fanout.Tests.EndToEnd;

/// <summary>What becomes of runs whose roles have a permission too many, and of a function that lets nobody in.</summary>
public sealed class PermissionTests
{
    [Test]
    public void Without_the_permission_of_S3_the_notification_of_results_cannot_be_made() =>
        Assert.That(
            () => StartAsync("meter-analytics", Amendments.WithoutInvocation),
            Throws.TypeOf<LocalException>().With.Message.Contains(
                "s3.amazonaws.com may not invoke arn:aws:lambda:us-east-1:123456789012:function:fanout-dev-meter-analytics-writer"));

    [Test]
    public async Task A_permission_too_many_is_named_and_so_is_a_wildcard_without_a_reason()
    {
        const string role = "fanout-dev-parallel-map-states";
        await using var deployment = await StartAsync("parallel-map", Amendments.With(role, "Extra", "dynamodb:Scan"));
        await foreach (var run in LocalRuns.RunAsync(deployment, "parallel-map", RunOptions.Default, new ProgressLines(TextWriter.Null, TimeProvider.System), CancellationToken.None))
        {
            Assert.That(run.IsGood, Is.True, string.Join(", ", run.Problems));
        }

        var report = PermissionReport.Of(deployment.Cloud.Iam, deployment.Stack, ["parallel-map"]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(report.Unused.Select(permission => permission.ToString()), Is.EqualTo(new[] { $"{role}: Extra: dynamodb:Scan" }));
            Assert.That(
                report.Wildcards.Select(wildcard => $"{wildcard.Statement.Role} {wildcard.Statement.Sid}: {wildcard.Reason}"),
                Is.EquivalentTo(new[]
                {
                    "fanout-dev-parallel-map-element-execution SendTraces: X-Ray has no resources for traces",
                    $"{role} DeliverLogs: CloudWatch Logs has no resources for log deliveries",
                    $"{role} SendTraces: X-Ray has no resources for traces",
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

    private static Task<LocalDeployment> StartAsync(string workflow, Func<CloudResource, CloudResource> amend) => Deployments.StartAsync(
        new Dictionary<string, string> { ["workflows"] = JsonSerializer.Serialize(new[] { workflow }) }, amend);
}
