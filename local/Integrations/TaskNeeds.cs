using System.Text.Json;
using Fanout.Local.Aws;
using Fanout.Local.Iam.Policies;
using Fanout.Local.Iam.Requests;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Local.Integrations;

/// <summary>
/// What a Task needs whose call does not go by an API of the gateway ("How Step Functions generates IAM policies for
/// integrated services").
/// </summary>
/// <param name="account">The account.</param>
public sealed class TaskNeeds(AwsAccount account)
{
    /// <summary>To make the call.</summary>
    /// <param name="resource">The Task's Resource.</param>
    /// <param name="arguments">The evaluated arguments.</param>
    /// <param name="machineArn">The state machine, with the Map's label in a child execution.</param>
    /// <exception cref="ArgumentException">The resource is not known here.</exception>
    public IReadOnlyList<RequestedAction> ToCall(string resource, JsonElement arguments, string machineArn) =>
        new TaskResource(resource).Name switch
        {
            "states:startExecution" or "states:startExecution.sync" or "states:startExecution.sync:2" or "aws-sdk:sfn:startExecution" =>
                [new RequestedAction("states:StartExecution", arguments.Text("StateMachineArn"))],
            "aws-sdk:sfn:startSyncExecution" => [new RequestedAction("states:StartSyncExecution", arguments.Text("StateMachineArn"))],
            "http:invoke" => [.. Http(arguments, machineArn)],
            _ => throw new ArgumentException(
                $"The local cloud does not know what {resource} needs; add it to {nameof(TaskNeeds)}.{nameof(ToCall)}.", nameof(resource)),
        };

    /// <summary>To wait for the end of what the call has started; nothing where it does not wait.</summary>
    /// <param name="resource">The Task's Resource.</param>
    /// <param name="answer">The call's answer.</param>
    public static IReadOnlyList<RequestedAction> ToFollow(string resource, JsonElement answer) => new TaskResource(resource).Name switch
    {
        "states:startExecution.sync" or "states:startExecution.sync:2" =>
            [new RequestedAction("states:DescribeExecution", answer.Text("ExecutionArn"))],
        _ => [],
    };

    // "Call HTTPS APIs in Step Functions workflows": IAM permissions to run an HTTP Task.
    private IEnumerable<RequestedAction> Http(JsonElement arguments, string machineArn)
    {
        var config = arguments.TryGetProperty("InvocationConfig", out var given) || arguments.TryGetProperty("Authentication", out given)
            ? given
            : default;
        var connection = config.Text("ConnectionArn");
        var secret = account.Arn("secretsmanager", $"secret:events!{connection[(connection.LastIndexOf(':') + 1)..]}");
        return
        [
            new RequestedAction("states:InvokeHTTPEndpoint", machineArn)
                .With(ConditionKeys.HttpEndpoint, arguments.OptionalText("ApiEndpoint"))
                .With(ConditionKeys.HttpMethod, arguments.OptionalText("Method")),
            new RequestedAction("events:RetrieveConnectionCredentials", connection),
            new RequestedAction("secretsmanager:DescribeSecret", secret),
            new RequestedAction("secretsmanager:GetSecretValue", secret),
        ];
    }
}
