using Fanout.Local.Iam;
using Fanout.Local.Iam.Policies;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Local.Integrations;

/// <summary>Denials as Tasks fail with them.</summary>
public static class TaskDenial
{
    private const string Permissions = "States.Permissions";

    /// <summary>The failure of a Task.</summary>
    /// <param name="denial">What was denied.</param>
    /// <param name="isOptimized">Whether the Task's integration is an optimized one, and not that of the SDK.</param>
    public static TaskFailedException Of(Denial denial, bool isOptimized) => (denial.Request.Action, denial.Request.Service) switch
    {
        ("states:InvokeHTTPEndpoint", _) => OfHttp(denial),
        (_, "events" or "secretsmanager") => new TaskFailedException("Events.ConnectionResource.AccessDenied", denial.Message),
        (_, "states") when isOptimized => new TaskFailedException(
            "StepFunctions.AWSStepFunctionsException",
            $"{denial.Message} (Service: AWSStepFunctions; Status Code: 400; Error Code: AccessDeniedException; Request ID: {Guid.NewGuid()}; Proxy: null)"),
        (_, "states") => new TaskFailedException(
            "Sfn.SfnException", $"{denial.Message} (Service: Sfn, Status Code: 400, Request ID: {Guid.NewGuid()})"),
        _ => OfMapRun(denial),
    };

    /// <summary>The failure of a Map state whose Map Run is denied what it needs ("Error names", Amazon States Language).</summary>
    public static TaskFailedException OfMapRun(Denial denial) => new(Permissions, denial.Message);

    private static TaskFailedException OfHttp(Denial denial) => new(
        "States.Http.AccessDenied",
        "AWS Step Functions is not authorized to perform states:InvokeHTTPEndpoint on API Endpoint "
            + $"{denial.Request.Context.GetValueOrDefault(ConditionKeys.HttpEndpoint)}. Ensure that the StateMachine role contains the "
            + $"states:InvokeHTTPEndpoint permission for the given API Endpoint. {denial.Message}");
}
