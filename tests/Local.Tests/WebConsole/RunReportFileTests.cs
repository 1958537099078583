using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Fanout.Local;
using Fanout.Local.StepFunctions;
using Fanout.Local.WebConsole.Report;
using Fanout.Tests.Local.Runs;
using Fanout.Tests.Local.Services.States;

namespace Fanout.Tests.Local.WebConsole;

public partial class RunReportFileTests
{
    [Test]
    public async Task What_failed_is_shown_first_with_its_state()
    {
        var good = await StatesCloud.RunAsync(await StatesCloud.CreateAsync(StatesCloud.Echo));
        var bad = await StatesCloud.RunAsync(await StatesCloud.CreateAsync("""{"Breaks": {"Type": "Fail", "Error": "Broken", "Cause": "by design"}}"""));

        var page = await PageAsync(good, bad);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(page, Does.Contain("2 of 3 did not succeed"));
            Assert.That(Order(page, "by design", "a check &lt;broke&gt;", "id=\"runs\"", $">{bad.Split(':')[^1]} <", $">{good.Split(':')[^1]} <"), Is.Ordered);
            Assert.That(page, Does.Contain("<a href=\"#x1-state-1\">Breaks</a>").Or.Contain(">Breaks</a>"));
        }
    }

    [Test]
    public async Task Runs_that_were_ended_are_shown_as_far_as_they_came_with_the_error_first()
    {
        var running = await StatesCloud.StartAsync(await StatesCloud.CreateAsync(StatesCloud.Hour));
        var report = RunReports.Report(RunReports.Outcome("none", ExecutionStatus.Succeeded));

        var page = (await new RunReportFile(await ServedConsole.AccountAsync()).OfAsync(
            [report], CancellationToken.None, "The emulator <moto> was lost.")).ToString();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(page, Does.Contain("ended by an error"));
            Assert.That(Order(page, "The emulator &lt;moto&gt; was lost.", "id=\"runs\"", $">{running.Split(':')[^1]} <"), Is.Ordered.And.None.Negative);
        }
    }

    [Test]
    public async Task It_asks_for_nothing_and_allows_its_own_style_and_script_alone()
    {
        var page = await PageAsync(await StatesCloud.RunAsync(await StatesCloud.CreateAsync(StatesCloud.Echo)));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Addresses().Matches(WithoutScript(page)).Select(address => address.Groups[1].Value), Has.All.StartsWith("#"));
            Assert.That(page, Does.Contain($"script-src 'sha256-{HashOf(page, "script")}'; style-src 'sha256-{HashOf(page, "style")}'"));
            Assert.That(page, Does.Contain("default-src 'none'"));
            Assert.That(page, Does.Not.Contain("<form"));
        }
    }

    [Test]
    public async Task Every_id_is_there_once_and_every_link_leads_somewhere()
    {
        var (one, other) = (await StatesCloud.RunAsync(await StatesCloud.CreateAsync(StatesCloud.Echo)), await StatesCloud.RunAsync(await StatesCloud.CreateAsync(StatesCloud.Echo)));

        var page = await PageAsync(one, other);

        var ids = Ids().Matches(page).Select(id => id.Groups[1].Value).ToArray();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ids, Is.Unique);
            Assert.That(Addresses().Matches(WithoutScript(page)).Select(address => address.Groups[1].Value[1..]).Except(ids), Is.Empty);
        }
    }

    [Test]
    public async Task What_runs_would_cost_is_shown_by_run_and_by_workflow()
    {
        var report = RunReports.Report(RunReports.Outcome("none", ExecutionStatus.Succeeded));

        var page = (await new RunReportFile(await ServedConsole.AccountAsync()).OfAsync([report, report], CancellationToken.None)).ToString();

        Assert.That(Order(page, "<td class=\"number\">$0.0050</td><td>nothing</td>", "Cost in AWS", "workflow <span class=\"muted\">$0.010</span>", ">S3: PUT, COPY, POST and LIST requests</td><td class=\"number\">2,000<"), Is.Ordered.And.None.Negative);
    }

    [Test]
    public async Task A_file_that_cannot_be_written_is_told_in_a_sentence()
    {
        using var folder = new TemporaryFolder("report");

        var problem = await Assert.ThrowsAsync<LocalException>(async () =>
            await new RunReportFile(await ServedConsole.AccountAsync()).WriteAsync(folder.Path, [], CancellationToken.None));

        Assert.That(problem!.Message, Does.StartWith($"The report cannot be written to {folder.Path}: "));
    }

    private static async Task<string> PageAsync(params string[] executions) => (await new RunReportFile(await ServedConsole.AccountAsync()).OfAsync(
        [
            .. executions.Select((arn, number) => Reports.Of(arn, number == 0 ? "SUCCEEDED" : "FAILED")),
            .. executions.Take(executions.Length > 1 ? 1 : 0).Select(arn => Reports.Of(arn, "SUCCEEDED", "a check <broke>")),
        ],
        CancellationToken.None)).ToString();

    private static int[] Order(string page, params string[] texts) => [.. texts.Select(text => page.IndexOf(text, StringComparison.Ordinal))];

    private static string HashOf(string page, string element) => Convert.ToBase64String(
        SHA256.HashData(Encoding.UTF8.GetBytes(page.Split($"<{element}>")[1].Split($"</{element}>")[0])));

    private static string WithoutScript(string page) => page.Replace(page.Split("<script>")[1].Split("</script>")[0], "", StringComparison.Ordinal);

    [GeneratedRegex("(?:href|src|action)=\"([^\"]*)\"")]
    private static partial Regex Addresses();

    [GeneratedRegex("\\sid=\"([^\"]*)\"")]
    private static partial Regex Ids();
}
