using System.Text.Json;
using Fanout.Local.Jsonata;
using Fanout.Local.StepFunctions.Definitions;
using Fanout.Local.StepFunctions.Integrations;
using Fanout.Local.StepFunctions.Running;
using Fanout.Local.StepFunctions.Time;
using Fanout.Samples.Cli;

namespace Fanout.Local.StepFunctions.States;

/// <summary>Calls a service ("Task workflow state").</summary>
internal sealed class TaskState(
    string name, ResourceName resource, IIntegration integration, Fields fields, Exit exit, ErrorHandling handling)
    : RetryingState(name, "Task", handling)
{
    public static TaskState Read(FieldReader reader)
    {
        var resource = reader.Text("Resource")!;
        var integration = reader.Definition.Catalog.ResolveTask(resource, reader.Name);
        var fields = Fields.Read(reader, "", "Arguments", "Credentials", "TimeoutSeconds", "HeartbeatSeconds");
        if (integration is null)
        {
            reader.Problem($"calls {resource}, which is not supported; supported are {reader.Definition.Catalog.Supported}");
        }
        else if (fields.Written("Arguments") is { } arguments)
        {
            reader.Definition.Problems.AddRange(
                integration.CheckArguments(arguments).Select(problem => $"State \"{reader.Name}\": {problem}"));
        }
        return new(
            reader.Name, new ResourceName(resource), integration!, fields,
            Exit.Read(reader, reader.Text("Next")), ErrorHandling.Read(reader));
    }

    protected override async Task<Completion> AttemptAsync(Visit visit)
    {
        visit.TaskToken = resource.HasToken ? visit.Execution.Interpreter.Callbacks.NewToken(visit.Execution.Arn) : null;
        var values = await fields.EvaluateAsync(visit);
        var arguments = values.Get("Arguments") ?? visit.Input;
        var (timeout, heartbeat) = (values.Integer("TimeoutSeconds"), values.Integer("HeartbeatSeconds"));
        var events = new TaskEvents(visit, resource);
        events.Scheduled(arguments, timeout, heartbeat);
        visit.Execution.Counts.CountCall(resource.Arn);
        events.Started();
        try
        {
            var role = values.Get("Credentials")?.GetProperty("RoleArn").GetString() ?? visit.Execution.Machine.RoleArn;
            var answer = await CallAsync(visit, events, arguments, role, Seconds(timeout), Seconds(heartbeat));
            if (JsonFlaw.Of(answer) is { } flaw)
            {
                throw new StateException(ErrorNames.Runtime, $"The result of the task '{resource.NameInCauses}' {flaw}.");
            }
            var result = JsonText.Compact(answer);
            if (JsonText.Size(result) > Quotas.Payload)
            {
                throw Exit.Oversized(resource.NameInCauses);
            }
            events.Succeeded(result);
            return await exit.LeaveAsync(visit, result, ("result", result));
        }
        catch (StateException failure) when (!events.IsOver)
        {
            events.Failed(failure);
            throw;
        }
    }

    private async Task<JsonElement> CallAsync(
        Visit visit, TaskEvents events, JsonElement arguments, string role, TimeSpan? timeout, TimeSpan? heartbeat)
    {
        var loop = visit.Execution.Loop;
        using var deadline = new Deadline(loop, visit.Branch.Cancellation);
        deadline.Set(ErrorNames.Timeout, timeout);
        void RestartHeartbeat() => deadline.Set(ErrorNames.HeartbeatTimeout, resource.WaitsForToken ? heartbeat : null);
        RestartHeartbeat();
        var context = new TaskContext
        {
            ExecutionArn = visit.Execution.Arn,
            StateMachineArn = visit.Execution.Machine.Arn,
            RoleArn = role,
            StateName = Name,
            TaskToken = resource.WaitsForToken ? visit.TaskToken : null,
            Loop = loop,
            Callbacks = visit.Execution.Interpreter.Callbacks,
            ExpectStart = (type, abort) => visit.Execution.Interpreter.Expect(visit.Execution, type, abort),
            Submitted = events.Submitted,
            Heartbeat = RestartHeartbeat,
        };
        try
        {
            return await integration.CallOnLoopAsync(arguments, context, deadline.Token);
        }
        catch (OperationCanceledException) when (deadline.Expired is { } limit)
        {
            throw new StateException(ErrorNames.Timeout, null) { AlsoKnownAs = limit };
        }
        catch (TaskFailedException failure)
        {
            throw new StateException(failure.Error, failure.Cause) { FailedChild = failure.FailedChild };
        }
    }

    private static TimeSpan? Seconds(long? seconds) => seconds is { } number ? TimeSpan.FromSeconds(number) : null;
}
