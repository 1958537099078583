using Fanout.Local.Iam;
using Fanout.Local.Iam.Policies;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Local.Integrations;

/// <summary>Denials as Tasks fail with them.</summary>
public static class TaskDenial
{
    private const string Permissions = "States.Permissions";

    /// <summary>The failure of an HTTP Task.</summary>
    public static TaskFailedException OfHttp(Denial denial) => denial.Request.Action == "states:InvokeHTTPEndpoint"
        ? OfEndpoint(denial)
        : new TaskFailedException("Events.ConnectionResource.AccessDenied", denial.Message);

    /// <summary>The failure of a Map state whose Map Run is denied what it needs ("Error names", Amazon States Language).</summary>
    public static TaskFailedException OfMapRun(Denial denial) => new(Permissions, denial.Message);

    private static TaskFailedException OfEndpoint(Denial denial) => new(
        "States.Http.AccessDenied",
        "AWS Step Functions is not authorized to perform states:InvokeHTTPEndpoint on API Endpoint "
            + $"{denial.Request.Context.GetValueOrDefault(ConditionKeys.HttpEndpoint)}. Ensure that the StateMachine role contains the "
            + $"states:InvokeHTTPEndpoint permission for the given API Endpoint. {denial.Message}");
}
