using System.Text.Json.Nodes;
using Fanout.Infra.StatesLanguage;

namespace Fanout.Infra.Workflows.MeterAnalytics;

/// <summary>
/// Rolls up one day, <c>{date, endsMonth}</c>, by hour and by day, and its month where it is the last day of it, and
/// audits its readings: <c>{date, rollUps, audit}</c>.
/// </summary>
internal static class DayProcessor
{
    private const string RollUpDay = "Roll up the day";
    private const string ByHour = "By hour";
    private const string ByDay = "By day";
    private const string EndsMonth = "Does the day end its month?";
    private const string ByMonth = "By month";
    private const string MonthGoesOn = "Month goes on";

    public static ItemProcessor Create(MeterAnalyticsResources resources) => new()
    {
        StartAt = RollUpDay,
        States =
        {
            [RollUpDay] = new ParallelState
            {
                Branches =
                [
                    new StateGroup
                    {
                        StartAt = ByHour,
                        States =
                        {
                            [ByHour] = RollUpQuery.Run(RollUp.ByHour, resources, onFailure: Failed(ByHour)),
                            [Failed(ByHour)] = new SucceedState(),
                        },
                    },
                    new StateGroup
                    {
                        StartAt = ByDay,
                        States =
                        {
                            [ByDay] = RollUpQuery.Run(RollUp.ByDay, resources, onFailure: Failed(ByDay)),
                            [Failed(ByDay)] = new SucceedState(),
                        },
                    },
                    new StateGroup
                    {
                        StartAt = EndsMonth,
                        States =
                        {
                            [EndsMonth] = new ChoiceState
                            {
                                Choices = [new ChoiceRule(Jsonata.Of("$states.input.endsMonth"), ByMonth)],
                                Default = MonthGoesOn,
                            },
                            [MonthGoesOn] = new SucceedState { Output = new JsonObject() },
                            [ByMonth] = RollUpQuery.Run(RollUp.ByMonth, resources, onFailure: Failed(ByMonth)),
                            [Failed(ByMonth)] = new SucceedState(),
                        },
                    },
                    Audit.Create(resources),
                ],
                Output = new JsonObject
                {
                    ["date"] = Jsonata.Of("$states.input.date"),
                    ["rollUps"] = Jsonata.Of("[$states.result[$exists(rollUp)]]"),
                    ["audit"] = Jsonata.Of("$exists($states.result.audit) ? $states.result.audit : {}"),
                },
                End = true,
            },
        },
    };

    private static string Failed(string state) => $"{state} failed";
}
