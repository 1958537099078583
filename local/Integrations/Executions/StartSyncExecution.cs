using System.Text.Json;
using Fanout.Local.Aws;
using Fanout.Local.StepFunctions;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Local.Integrations.Executions;

/// <summary>
/// <c>aws-sdk:sfn:startSyncExecution</c> ("AWS Step Functions API Reference": StartSyncExecution): waits for an Express
/// execution. One that fails does not fail the task; the result says so.
/// </summary>
internal sealed class StartSyncExecution : IIntegration
{
    /// <summary>The resource.</summary>
    public const string Resource = "aws-sdk:sfn:startSyncExecution";

    private static readonly ExecutionErrors Errors = new(isOptimized: false);

    /// <inheritdoc />
    public bool UsesLoopTime => true;

    /// <inheritdoc />
    public IEnumerable<string> CheckArguments(JsonElement arguments) =>
        ArgumentRules.Check(Resource, arguments, ["Input", "Name", "StateMachineArn", "TraceHeader"], ["StateMachineArn"]);

    /// <inheritdoc />
    public async Task<JsonElement> CallAsync(JsonElement arguments, TaskContext context, CancellationToken cancellation)
    {
        var request = await ExecutionRequest.ReadAsync(arguments, context.Executions, Errors, cancellation);
        if (request.Machine.Type == StateMachineType.Standard)
        {
            throw Errors.WrongType();
        }
        var execution = context.Executions.Start(request.Machine, request.Input, request.Name, cancellation)!;
        var outcome = await execution.Outcome;
        cancellation.ThrowIfCancellationRequested();
        return JsonSerializer.SerializeToElement(ExecutionDescription.OfSynchronous(execution, outcome), CompactJson.Options);
    }
}
