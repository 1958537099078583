using System.Text.Json.Nodes;
using Fanout.Local.Cost;
using Fanout.Local.Stacks;
using Fanout.Tests.Local.Checks;

namespace Fanout.Tests.Local.Stacks;

public class IdleBillTests
{
    [Test]
    public void Alarms_dashboards_keys_and_secrets_cost_something_for_being_there()
    {
        var bill = IdleBill.Of(
        [
            Resource("aws:cloudwatch/metricAlarm:MetricAlarm", """{"metricName":"Errors"}"""),
            Resource("aws:cloudwatch/metricAlarm:MetricAlarm", """{"metricQueries":[{"id":"all","expression":"a+b"},{"id":"a","metric":{}},{"id":"b","metric":{}}]}"""),
            Resource("aws:cloudwatch/dashboard:Dashboard", "{}"),
            Resource("aws:kms/key:Key", "{}"),
            Resource("aws:secretsmanager/secret:Secret", "{}"),
            Resource("aws:s3/bucket:Bucket", "{}"),
            Resource("aws:cloudwatch/logGroup:LogGroup", "{}"),
        ]);

        Assert.That(bill.Lines, Is.EqualTo(new[]
        {
            new BillLine(Prices.DashboardMonth, 1), new BillLine(Prices.KeyMonth, 1), new BillLine(Prices.SecretMonth, 1), new BillLine(Prices.AlarmMonth, 3),
        }));
    }

    [TestCase("dev", false)]
    [TestCase("prod", true)]
    public async Task A_stack_is_billed_for_its_alarms_and_prod_for_its_key(string stack, bool hasKey)
    {
        var graph = await TestGraph.OfAsync(stack);

        var bill = IdleBill.Of(graph.Resources);

        Assert.That(bill.Dollars, Is.EqualTo(0.10m * graph.OfType("aws:cloudwatch/metricAlarm:MetricAlarm").Count() + (hasKey ? 1 : 0)).And.GreaterThan(1));
    }

    private static StackResource Resource(string type, string inputs) => new(type, "r", Parent: null, Protect: false, JsonNode.Parse(inputs)!.AsObject());
}
