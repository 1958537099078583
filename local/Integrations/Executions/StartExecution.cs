using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Local.Aws;
using Fanout.Local.StepFunctions;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Local.Integrations.Executions;

/// <summary>
/// <c>states:startExecution</c>, which goes on at once, and <c>.sync</c> and <c>.sync:2</c>, which wait for the
/// execution and fail with it ("Start workflow executions from a task state"); and the SDK integration of the first.
/// </summary>
internal sealed class StartExecution : IIntegration
{
    private const string Plain = "states:startExecution";
    private const string Sync = "states:startExecution.sync";
    private const string Sync2 = "states:startExecution.sync:2";
    private const string Sdk = "aws-sdk:sfn:startExecution";

    private readonly string _resource;
    private readonly ExecutionErrors _errors;

    private StartExecution(string resource) => (_resource, _errors) = (resource, new ExecutionErrors(resource != Sdk));

    /// <summary>The resources that can be resolved.</summary>
    public static IEnumerable<string> Resources { get; } = [Plain, Sync, Sync2, Sdk];

    /// <summary>The integration of a resource; null where there is none.</summary>
    public static StartExecution? Resolve(string resource) => Resources.Contains(resource) ? new StartExecution(resource) : null;

    /// <inheritdoc />
    public bool UsesLoopTime => true;

    /// <inheritdoc />
    public IEnumerable<string> CheckArguments(JsonElement arguments) =>
        ArgumentRules.Check(_resource, arguments, ["Input", "Name", "StateMachineArn", "TraceHeader"], ["StateMachineArn"]);

    /// <inheritdoc />
    public async Task<JsonElement> CallAsync(JsonElement arguments, TaskContext context, CancellationToken cancellation)
    {
        var waits = _resource is Sync or Sync2;
        var request = await ExecutionRequest.ReadAsync(arguments, context.Executions, _errors, cancellation);
        if (waits && request.Machine.Type == StateMachineType.Express)
        {
            throw _errors.WrongType();
        }
        var execution = context.Executions.Start(request.Machine, request.Input, request.Name, waits ? cancellation : null)
            ?? throw _errors.NameTaken(request.Machine.ExecutionArn(request.Name!));
        var answer = JsonSerializer.SerializeToElement(Answer(execution));
        if (!waits)
        {
            return answer;
        }
        context.Submitted(answer);
        var outcome = await execution.Outcome;
        cancellation.ThrowIfCancellationRequested();
        var description = ExecutionDescription.OfDescribed(execution, outcome, parsesPayloads: _resource == Sync2);
        return outcome.Status == ExecutionStatus.Succeeded
            ? JsonSerializer.SerializeToElement(description, CompactJson.Options)
            : throw new TaskFailedException(ErrorNames.TaskFailed, description.ToJsonString(CompactJson.Options)) { FailedChild = outcome };
    }

    private JsonObject Answer(StartedExecution execution) => _resource == Sdk
        ? new JsonObject { ["ExecutionArn"] = execution.Arn, ["StartDate"] = Shapes.Timestamp(execution.StartDate) }
        : ResponseMetadata.AddTo(
            new JsonObject { ["ExecutionArn"] = execution.Arn, ["StartDate"] = execution.StartDate.ToUnixTimeMilliseconds() },
            "application/x-amz-json-1.0");
}
