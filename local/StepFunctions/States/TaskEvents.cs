using System.Text.Json;
using Fanout.Local.StepFunctions.History;
using Fanout.Local.StepFunctions.Integrations;
using Fanout.Local.StepFunctions.Running;

namespace Fanout.Local.StepFunctions.States;

/// <summary>The events of one attempt of a task; a function called by its own ARN has names of its own for them.</summary>
internal sealed class TaskEvents(Visit visit, ResourceName resource)
{
    private readonly Branch _branch = visit.Branch;

    /// <summary>Whether the task has succeeded or failed.</summary>
    public bool IsOver { get; private set; }

    public void Scheduled(JsonElement arguments, long? timeout, long? heartbeat)
    {
        if (resource.IsFunction)
        {
            _branch.Add("LambdaFunctionScheduled", new LambdaFunctionScheduledEventDetails(resource.Arn, arguments, timeout));
        }
        else
        {
            _branch.Add("TaskScheduled", new TaskScheduledEventDetails(
                resource.Type, resource.Action, visit.Execution.Machine.Region, arguments, timeout, heartbeat));
        }
    }

    public void Started() => _branch.Add(
        resource.IsFunction ? "LambdaFunctionStarted" : "TaskStarted",
        resource.IsFunction ? null : new TaskStartedEventDetails(resource.Type, resource.Action));

    public void Submitted(JsonElement answer) =>
        _branch.Add("TaskSubmitted", new TaskOutputEventDetails(resource.Type, resource.Action, answer));

    public void Succeeded(JsonElement result)
    {
        IsOver = true;
        _branch.Add(
            resource.IsFunction ? "LambdaFunctionSucceeded" : "TaskSucceeded",
            resource.IsFunction
                ? new LambdaFunctionSucceededEventDetails(result)
                : new TaskOutputEventDetails(resource.Type, resource.Action, result));
    }

    public void Failed(StateException failure)
    {
        IsOver = true;
        var ending = failure is { Error: ErrorNames.Timeout, AlsoKnownAs: not null } ? "TimedOut" : "Failed";
        _branch.Add(
            (resource.IsFunction ? "LambdaFunction" : "Task") + ending,
            resource.IsFunction
                ? new FailureEventDetails(failure.Error, failure.Cause)
                : new TaskFailedEventDetails(resource.Type, resource.Action, failure.Error, failure.Cause));
    }
}
