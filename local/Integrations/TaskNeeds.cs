using System.Text.Json;
using Fanout.Local.Aws;
using Fanout.Local.Iam.Policies;
using Fanout.Local.Iam.Requests;
using Fanout.Local.Services.States;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Local.Integrations;

/// <summary>
/// What a Task needs whose call does not go by an API of the gateway ("How Step Functions generates IAM policies for
/// integrated services").
/// </summary>
/// <param name="account">The account.</param>
/// <param name="workgroupOf">The workgroup that a query was started in, by its id; null where there is no such query.</param>
public sealed class TaskNeeds(AwsAccount account, Func<string, string?> workgroupOf)
{
    private const string OwnCatalog = "AwsDataCatalog";

    private static readonly string[] OutsideGateway = ["athena", "glue", "http", "lambda", "sfn", "states"];

    /// <summary>To make the call.</summary>
    /// <param name="resource">The Task's Resource, without <c>arn:aws:states:::</c>, or a function's ARN.</param>
    /// <param name="arguments">The evaluated arguments.</param>
    /// <param name="machineArn">The state machine, with the Map's label in a child execution.</param>
    /// <exception cref="ArgumentException">The resource is not known here.</exception>
    public IReadOnlyList<RequestedAction> ToCall(string resource, JsonElement arguments, string machineArn)
    {
        var name = new TaskResource(resource).Name;
        return name switch
        {
            "lambda:invoke" => [FunctionActions.Invoke(arguments.Text("FunctionName"), arguments.OptionalText("Qualifier"), account)],
            "athena:startQueryExecution" or "athena:startQueryExecution.sync" or "aws-sdk:athena:startQueryExecution" =>
                [OnWorkgroup("StartQueryExecution", arguments.OptionalText("WorkGroup")), OnCatalog(arguments)],
            "glue:startJobRun" or "glue:startJobRun.sync" => [OnJob("StartJobRun", arguments.Text("JobName"))],
            "states:startExecution" or "states:startExecution.sync" or "states:startExecution.sync:2" or "aws-sdk:sfn:startExecution" =>
                [new RequestedAction("states:StartExecution", arguments.Text("StateMachineArn"))],
            "aws-sdk:sfn:startSyncExecution" => [new RequestedAction("states:StartSyncExecution", arguments.Text("StateMachineArn"))],
            "aws-sdk:sfn:describeMapRun" => [new RequestedAction("states:DescribeMapRun", arguments.Text("MapRunArn"))],
            "aws-sdk:sfn:sendTaskSuccess" or "aws-sdk:sfn:sendTaskFailure" or "aws-sdk:sfn:sendTaskHeartbeat" =>
                [.. TaskAnswers.Needs(name[(name.LastIndexOf(':') + 1)..], arguments.Text("TaskToken"))],
            "http:invoke" => [.. Http(arguments, machineArn)],
            "athena:getQueryExecution" or "athena:getQueryResults" or "athena:stopQueryExecution"
                or "aws-sdk:athena:getQueryExecution" or "aws-sdk:athena:getQueryResults" or "aws-sdk:athena:stopQueryExecution" =>
                [.. OfQuery(name[(name.LastIndexOf(':') + 1)..], arguments.Text("QueryExecutionId"))],
            _ when name.Contains(":function:", StringComparison.Ordinal) => [FunctionActions.Invoke(name, null, account)],
            _ => throw new ArgumentException(
                $"The local cloud does not know what {resource} needs; add it to {nameof(TaskNeeds)}.{nameof(ToCall)}.", nameof(resource)),
        };
    }

    /// <summary>To wait for the end of what the call has started; nothing where it does not wait.</summary>
    /// <param name="resource">The Task's Resource.</param>
    /// <param name="arguments">The evaluated arguments.</param>
    /// <param name="answer">The call's answer.</param>
    public IReadOnlyList<RequestedAction> ToFollow(string resource, JsonElement arguments, JsonElement answer) => new TaskResource(resource).Name switch
    {
        "athena:startQueryExecution.sync" => [OnWorkgroup("GetQueryExecution", arguments.OptionalText("WorkGroup"))],
        "glue:startJobRun.sync" => [OnJob("GetJobRun", arguments.Text("JobName")), OnJob("GetJobRuns", arguments.Text("JobName"))],
        "states:startExecution.sync" or "states:startExecution.sync:2" =>
            [new RequestedAction("states:DescribeExecution", answer.Text("ExecutionArn"))],
        _ => [],
    };

    /// <summary>To stop the query or job run that the call has started, when the Task is given up; nothing for others.</summary>
    /// <param name="resource">The Task's Resource.</param>
    /// <param name="arguments">The evaluated arguments.</param>
    public IReadOnlyList<RequestedAction> ToStop(string resource, JsonElement arguments) => new TaskResource(resource).Name switch
    {
        "athena:startQueryExecution.sync" => [OnWorkgroup("StopQueryExecution", arguments.OptionalText("WorkGroup"))],
        "glue:startJobRun.sync" => [OnJob("BatchStopJobRun", arguments.Text("JobName"))],
        _ => [],
    };

    /// <summary>Whether a Task's call does not go by an API of the gateway.</summary>
    /// <param name="resource">The Task's Resource.</param>
    public static bool Know(string resource)
    {
        var task = new TaskResource(resource);
        return task.Name.Contains(":function:", StringComparison.Ordinal) || OutsideGateway.Contains(task.Service);
    }

    private IEnumerable<RequestedAction> OfQuery(string action, string id) => workgroupOf(id) is { } workgroup
        ? [OnWorkgroup($"{char.ToUpperInvariant(action[0])}{action[1..]}", workgroup)]
        : [];

    private RequestedAction OnWorkgroup(string operation, string? workgroup) =>
        new($"athena:{operation}", account.Arn("athena", $"workgroup/{workgroup ?? "primary"}"));

    // "Run Athena queries with Step Functions": IAM policies for calling Amazon Athena.
    private RequestedAction OnCatalog(JsonElement arguments)
    {
        var catalog = arguments.TryGetProperty("QueryExecutionContext", out var context) ? context.OptionalText("Catalog") : null;
        return new RequestedAction("athena:GetDataCatalog", account.Arn("athena", $"datacatalog/{catalog ?? OwnCatalog}"));
    }

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
