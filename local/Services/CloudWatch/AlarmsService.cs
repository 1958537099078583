using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Local.Aws;
using Fanout.Local.Iam.Requests;

namespace Fanout.Local.Services.CloudWatch;

/// <summary>
/// The states of alarms: the emulator keeps the alarms, and what is counted here decides the state before anybody sees it
/// ("Using Amazon CloudWatch alarms").
/// </summary>
/// <param name="metrics">What is counted.</param>
/// <param name="queues">Counts what waits in queues.</param>
/// <param name="actions">Tells of a change.</param>
/// <param name="time">The clock.</param>
internal sealed class AlarmsService(MetricStore metrics, QueueDepths queues, AlarmActions actions, TimeProvider time) : IService, IDisposable
{
    private const string Target = "GraniteServiceVersion20100801";
    private const string SetState = "SetAlarmState";

    // CloudWatch evaluates an alarm once a minute: a state that was set by hand lasts until then, or until something is counted.
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private static readonly string[] Operations = ["DescribeAlarms", "DescribeAlarmsForMetric", "DescribeAlarmHistory", SetState];

    private readonly SemaphoreSlim _turn = new(1);
    private DateTimeOffset _evaluated;
    private long _version = -1;

    /// <inheritdoc />
    public bool Answers(AwsRequest request) => request.Service == "monitoring" && Operations.Contains(request.Operation);

    /// <inheritdoc />
    public async Task<AwsAnswer> AnswerAsync(ServiceCall call, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            if (call.Request.Operation == SetState)
            {
                return await SetStateAsync(call, cancellation);
            }

            await EvaluateAsync(call, cancellation);
            return await call.ForwardAsync();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _turn.Dispose();

    private async Task<AwsAnswer> SetStateAsync(ServiceCall call, CancellationToken cancellation)
    {
        var (name, state, reason) = (Member(call, "AlarmName"), Member(call, "StateValue"), Member(call, "StateReason"));
        var before = (await AlarmsAsync(call)).Find(alarm => alarm.Name == name);
        var answer = await call.ForwardAsync();
        if (answer.IsSuccess && before is not null)
        {
            _evaluated = time.GetUtcNow();
            _version = metrics.Version;
            if (before.State != state)
            {
                await actions.SendAsync(before, state, reason, time.GetUtcNow(), cancellation);
            }
        }

        return answer;
    }

    private async Task EvaluateAsync(ServiceCall call, CancellationToken cancellation)
    {
        var alarms = await AlarmsAsync(call);
        var isUnchanged = metrics.Version == _version && time.GetUtcNow() - _evaluated < Interval;
        if (!isUnchanged)
        {
            await queues.LookAsync(alarms, cancellation);
        }

        var now = time.GetUtcNow();
        foreach (var alarm in alarms.Where(alarm => !isUnchanged || alarm.IsNew))
        {
            var (state, reason) = alarm.Evaluate(metrics, now);
            if (state == alarm.State && !alarm.IsNew)
            {
                continue;
            }

            await call.AskAsync($"{Target}.{SetState}", new JsonObject { ["AlarmName"] = alarm.Name, ["StateValue"] = state, ["StateReason"] = reason });
            if (state != alarm.State)
            {
                await actions.SendAsync(alarm, state, reason, now, cancellation);
            }
        }

        (_evaluated, _version) = (isUnchanged ? _evaluated : now, metrics.Version);
    }

    private static async Task<List<Alarm>> AlarmsAsync(ServiceCall call)
    {
        var answer = await call.AskAsync($"{Target}.DescribeAlarms", []);
        return answer.IsSuccess ? [.. JsonElement.Parse(answer.Body).Items("MetricAlarms").Select(alarm => new Alarm(alarm))] : [];
    }

    // SDKs of different age send JSON or a form.
    private static string Member(ServiceCall call, string name) => call.Request.Form.GetValueOrDefault(name) ?? call.Json.Text(name);
}
