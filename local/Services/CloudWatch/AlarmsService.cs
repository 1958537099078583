using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Local.Aws;
using Fanout.Local.Iam.Requests;

namespace Fanout.Local.Services.CloudWatch;

/// <summary>
/// The states and the tags of alarms: the emulator keeps the alarms, what is counted here decides the state before anybody
/// sees it ("Using Amazon CloudWatch alarms"), and tags go with their alarm.
/// </summary>
/// <param name="metrics">What is counted.</param>
/// <param name="queues">Counts what waits in queues.</param>
/// <param name="actions">Tells of a change.</param>
/// <param name="time">The clock.</param>
internal sealed class AlarmsService(MetricStore metrics, QueueDepths queues, AlarmActions actions, TimeProvider time) : IService, IDisposable
{
    private const string Target = "GraniteServiceVersion20100801";
    private const string SetState = "SetAlarmState";
    private const string Put = "PutMetricAlarm";
    private const string Delete = "DeleteAlarms";

    // CloudWatch evaluates an alarm once a minute: a state that was set by hand lasts until then, or until something is counted.
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private static readonly string[] Operations = ["DescribeAlarms", "DescribeAlarmsForMetric", SetState, Put, Delete];

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
            switch (call.Request.Operation)
            {
                case SetState:
                    return await SetStateAsync(call, cancellation);
                case Put:
                    return await PutAsync(call);
                case Delete:
                    return await DeleteAsync(call);
                default:
                    await EvaluateAsync(call, cancellation);
                    return await call.ForwardAsync();
            }
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

    // Tags that a request has for an alarm that is there already are ignored ("PutMetricAlarm").
    private static async Task<AwsAnswer> PutAsync(ServiceCall call)
    {
        var name = Member(call, "AlarmName");
        var named = await AlarmsAsync(call, new JsonObject { ["AlarmNames"] = new JsonArray(name) });
        if (named.Find(alarm => alarm.Name == name) is not { } present)
        {
            return await call.ForwardAsync();
        }

        var tags = await TagsAsync(call, present);
        var answer = await call.ForwardAsync();
        if (answer.IsSuccess)
        {
            await UntagAsync(call, present);
            await call.AskAsync($"{Target}.TagResource", new JsonObject
            {
                ["ResourceARN"] = present.Arn,
                ["Tags"] = new JsonArray([.. tags.Select(tag => JsonNode.Parse(tag.GetRawText()))]),
            });
        }

        return answer;
    }

    // The emulator keeps tags apart from alarms: those of a deleted one would be those of the next one of its name.
    private static async Task<AwsAnswer> DeleteAsync(ServiceCall call)
    {
        string[] names =
        [
            .. call.Request.Form.Where(field => field.Key.StartsWith("AlarmNames.member.", StringComparison.Ordinal)).Select(field => field.Value),
            .. call.Request.Form.Count > 0 ? [] : call.Json.Items("AlarmNames").Select(name => $"{name}"),
        ];
        var deleted = (await AlarmsAsync(call)).FindAll(alarm => names.Contains(alarm.Name));
        var answer = await call.ForwardAsync();
        if (answer.IsSuccess)
        {
            foreach (var alarm in deleted)
            {
                await UntagAsync(call, alarm);
            }
        }

        return answer;
    }

    private static async Task UntagAsync(ServiceCall call, Alarm alarm) => await call.AskAsync($"{Target}.UntagResource", new JsonObject
    {
        ["ResourceARN"] = alarm.Arn,
        ["TagKeys"] = new JsonArray([.. (await TagsAsync(call, alarm)).Select(tag => JsonValue.Create(tag.Text("Key")))]),
    });

    private static async Task<JsonElement[]> TagsAsync(ServiceCall call, Alarm alarm)
    {
        var answer = await call.AskAsync($"{Target}.ListTagsForResource", new JsonObject { ["ResourceARN"] = alarm.Arn });
        return answer.IsSuccess ? [.. JsonElement.Parse(answer.Body).Items("Tags")] : [];
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

    private static async Task<List<Alarm>> AlarmsAsync(ServiceCall call, JsonObject? which = null)
    {
        var answer = await call.AskAsync($"{Target}.DescribeAlarms", which ?? []);
        return answer.IsSuccess ? [.. JsonElement.Parse(answer.Body).Items("MetricAlarms").Select(alarm => new Alarm(alarm))] : [];
    }

    // SDKs of different age send JSON or a form.
    private static string Member(ServiceCall call, string name) => call.Request.Form.GetValueOrDefault(name) ?? call.Json.Text(name);
}
