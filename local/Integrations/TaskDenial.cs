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
        (_, "lambda") => Optimized("Lambda.AWSLambdaException", "AWSLambda", 403, denial),
        (_, "states") when isOptimized => Optimized("StepFunctions.AWSStepFunctionsException", "AWSStepFunctions", 400, denial),
        (_, "states") => Sdk("Sfn.SfnException", "Sfn", denial),
        _ => OfMapRun(denial),
    };

    /// <summary>The failure of a Map state whose Map Run is denied what it needs ("Error names", Amazon States Language).</summary>
    public static TaskFailedException OfMapRun(Denial denial) => new(Permissions, denial.Message);

    private static TaskFailedException OfHttp(Denial denial) => new(
        "States.Http.AccessDenied",
        "AWS Step Functions is not authorized to perform states:InvokeHTTPEndpoint on API Endpoint "
            + $"{denial.Request.Context.GetValueOrDefault(ConditionKeys.HttpEndpoint)}. Ensure that the StateMachine role contains the "
            + $"states:InvokeHTTPEndpoint permission for the given API Endpoint. {denial.Message}");

    private static TaskFailedException Optimized(string error, string service, int status, Denial denial) => new(
        error,
        $"{denial.Message} (Service: {service}; Status Code: {status}; Error Code: AccessDeniedException; Request ID: {Guid.NewGuid()}; Proxy: null)");

    private static TaskFailedException Sdk(string error, string service, Denial denial) => new(
        error, $"{denial.Message} (Service: {service}, Status Code: 400, Request ID: {Guid.NewGuid()})");
}
