using System.Text.Json;
using Fanout.Local.Cloud;
using Fanout.Local.Iam.Policies;
using Fanout.Local.Iam.Requests;

namespace Fanout.Local.Iam.Machines;

/// <summary>
/// What a Task needs whose call does not go by an API of the gateway ("How Step Functions generates IAM policies for
/// integrated services").
/// </summary>
/// <param name="account">The account.</param>
public sealed class TaskNeeds(AwsAccount account)
{
    private const string Optimized = "arn:aws:states:::";

    /// <summary>To make the call.</summary>
    /// <param name="resource">The Task's Resource, without <c>arn:aws:states:::</c>, or a function's ARN.</param>
    /// <param name="arguments">The evaluated arguments.</param>
    /// <param name="machineArn">The state machine, with the Map's label in a child execution.</param>
    /// <exception cref="ArgumentException">The resource is not known here.</exception>
    public IReadOnlyList<RequestedAction> ToCall(string resource, JsonElement arguments, string machineArn)
    {
        var name = resource.StartsWith(Optimized, StringComparison.Ordinal) ? resource[Optimized.Length..] : resource;
        return name switch
        {
            "lambda:invoke" => [FunctionActions.Invoke(arguments.Text("FunctionName"), arguments.OptionalText("Qualifier"), account)],
            "athena:startQueryExecution" or "athena:startQueryExecution.sync" or "aws-sdk:athena:startQueryExecution" =>
                [OnWorkgroup("StartQueryExecution", arguments.OptionalText("WorkGroup"))],
            "glue:startJobRun" or "glue:startJobRun.sync" => [OnJob("StartJobRun", arguments.Text("JobName"))],
            "states:startExecution" or "states:startExecution.sync" or "states:startExecution.sync:2" or "aws-sdk:sfn:startExecution" =>
                [new RequestedAction("states:StartExecution", arguments.Text("StateMachineArn"))],
            "aws-sdk:sfn:startSyncExecution" => [new RequestedAction("states:StartSyncExecution", arguments.Text("StateMachineArn"))],
            "aws-sdk:sfn:describeMapRun" => [new RequestedAction("states:DescribeMapRun", arguments.Text("MapRunArn"))],
            "http:invoke" => [.. Http(arguments, machineArn)],
            _ when name.Contains(":function:", StringComparison.Ordinal) => [FunctionActions.Invoke(name, null, account)],
            _ => throw new ArgumentException(
                $"The local cloud does not know what {resource} needs; add it to {nameof(TaskNeeds)}.{nameof(ToCall)}.", nameof(resource)),
        };
    }

    /// <summary>To ask for a query, wait for its end, stop it or read its result.</summary>
    /// <param name="operation">The operation, such as <c>GetQueryExecution</c>.</param>
    /// <param name="workgroup">The workgroup in which the query was started.</param>
    public RequestedAction OfQuery(string operation, string workgroup) => OnWorkgroup(operation, workgroup);

    /// <summary>To wait for the end of a job run.</summary>
    public IReadOnlyList<RequestedAction> ToFollowJobRun(string job) => [OnJob("GetJobRun", job), OnJob("GetJobRuns", job)];

    /// <summary>To stop a job run.</summary>
    public RequestedAction ToStopJobRun(string job) => OnJob("BatchStopJobRun", job);

    /// <summary>To wait for the end of an execution.</summary>
    public static RequestedAction ToFollowExecution(string executionArn) => new("states:DescribeExecution", executionArn);

    /// <summary>To stop an execution.</summary>
    public static RequestedAction ToStopExecution(string executionArn) => new("states:StopExecution", executionArn);

    private RequestedAction OnWorkgroup(string operation, string? workgroup) =>
        new($"athena:{operation}", account.Arn("athena", $"workgroup/{workgroup ?? "primary"}"));

    private RequestedAction OnJob(string operation, string job) => new($"glue:{operation}", account.Arn("glue", $"job/{job}"));

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
