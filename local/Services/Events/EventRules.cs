using System.Text.Json;
using Fanout.Local.Aws;
using Fanout.Local.Iam.Requests;
using Microsoft.AspNetCore.Http;

namespace Fanout.Local.Services.Events;

/// <summary>
/// The rules of EventBridge ("PutRule", "PutTargets"), which the emulator matches and delivers to queues alone: what it
/// would drop is refused.
/// </summary>
/// <param name="account">The account.</param>
internal sealed class EventRules(AwsAccount account) : IService
{
    // What the emulator would send the whole event for.
    private static readonly string[] Unsupported = ["Input", "InputPath"];

    /// <inheritdoc />
    public bool Answers(AwsRequest request) => request is { Service: "events", Operation: "PutRule" or "PutTargets" };

    /// <inheritdoc />
    public Task<AwsAnswer> AnswerAsync(ServiceCall call, CancellationToken cancellation) =>
        (call.Request.Operation == "PutRule" ? ProblemOfRule(call.Json) : call.Json.Items("Targets").Select(ProblemOfTarget).FirstOrDefault(problem => problem is not null))
            is { } refusal
            ? Task.FromResult(JsonBodies.Error(StatusCodes.Status400BadRequest, "ValidationException", refusal))
            : call.ForwardAsync();

    private static string? ProblemOfRule(JsonElement rule) => rule.Text("ScheduleExpression") is { Length: > 0 } schedule
        ? $"No clock fires the rule {rule.Text("Name")} with its schedule {schedule} in the local cloud; use EventBridge Scheduler."
        : null;

    private string? ProblemOfTarget(JsonElement target)
    {
        var (id, arn) = (target.Text("Id"), target.Text("Arn"));
        return !arn.StartsWith(account.Arn("sqs", ""), StringComparison.Ordinal)
                ? $"The target {id} is {arn}; the local cloud delivers events to queues of its account and region only."
            : Unsupported.FirstOrDefault(name => target.Text(name).Length > 0) is { } member
                ? $"The target {id} has an {member}, which the local cloud does not apply; use an InputTransformer."
            : null;
    }
}
