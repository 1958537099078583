using System.Text.Json.Nodes;
using Fanout.Local.Cost;

namespace Fanout.Local.Stacks;

/// <summary>
/// What a stack costs in a month in which nothing is done: alarms, dashboards, keys and secrets. Everything else of it is
/// billed by its use; what is kept in buckets, tables and log groups is by its size, which is none.
/// </summary>
public static class IdleBill
{
    private static readonly Dictionary<string, (UnitPrice Price, Func<JsonObject, int> Number)> Priced = new()
    {
        ["aws:cloudwatch/metricAlarm:MetricAlarm"] = (Prices.AlarmMonth, MetricsOf),
        ["aws:cloudwatch/dashboard:Dashboard"] = (Prices.DashboardMonth, One),
        ["aws:kms/key:Key"] = (Prices.KeyMonth, One),
        ["aws:secretsmanager/secret:Secret"] = (Prices.SecretMonth, One),
    };

    /// <summary>The bill of some resources.</summary>
    public static Bill Of(IEnumerable<StackResource> resources) => Bill.Of(
        from resource in resources
        where Priced.ContainsKey(resource.Type)
        let priced = Priced[resource.Type]
        select (priced.Price, (decimal)priced.Number(resource.Inputs)));

    private static int One(JsonObject inputs) => 1;

    // An alarm of an expression is billed for each metric in it.
    private static int MetricsOf(JsonObject alarm) =>
        Math.Max(1, alarm["metricQueries"] is JsonArray queries ? queries.Count(query => query?["metric"] is not null) : 0);
}
