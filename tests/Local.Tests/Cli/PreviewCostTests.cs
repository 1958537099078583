using System.Text.Json;
using Fanout.Infra.Settings;
using Fanout.Local.Cli;
using Fanout.Local.Stacks;
using Fanout.Stacks;

namespace Fanout.Tests.Local.Cli;

public class PreviewCostTests
{
    [TestCase("dev", true)]
    [TestCase("prod", false)]
    public async Task A_run_of_each_workflow_is_priced_with_its_logs_where_all_is_logged(string stack, bool hasLogs)
    {
        var cost = await OfAsync(stack);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(cost.Runs.Select(run => run.Workflow), Is.EquivalentTo(WorkflowNames.All));
            Assert.That(cost.Runs.Select(run => run.Bill.Lines.Any(line => line.Price.Name == "CloudWatch: logs")), Has.All.EqualTo(hasLogs));
        }
    }

    [Test]
    public async Task It_is_printed_for_people_and_for_scripts()
    {
        var cost = await OfAsync("dev");
        var (text, json) = (new StringWriter(), new StringWriter());

        cost.Print(text, asJson: false);
        cost.Print(json, asJson: true);

        var document = JsonElement.Parse(json.ToString());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(text.ToString(), Does.Match(@"^fanout-dev would cost \$\d\.\d0 in AWS for a month in which it stands idle:\s+  \$\d\.\d0 CloudWatch: alarms, \d\d of them\r?\n"));
            Assert.That(text.ToString(), Does.Match(@"\nparallel-map with listofdicts\.json would cost \$0\.00024:\s+  \$0\.00023 Step Functions: Standard transitions\r?\n"));
            Assert.That(document.GetProperty("idle").GetProperty("dollars").GetDecimal(), Is.EqualTo(cost.Idle.Dollars));
            Assert.That(document.GetProperty("runs")[1].GetProperty("cost").GetProperty("parts")[0].GetProperty("quantity").GetDecimal(), Is.EqualTo(9));
        }
    }

    private static async Task<PreviewCost> OfAsync(string stack)
    {
        var config = await StackFiles.ReadAsync(RepositoryPaths.Root, stack, CancellationToken.None);
        return PreviewCost.Of(config, await StackProgram.RunAsync(config, Task.FromResult, CancellationToken.None));
    }
}
