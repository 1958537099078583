using System.Text.Json;
using Fanout.Local.StepFunctions;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Local.Integrations;

/// <summary>
/// Starts an execution that is the Task's own ("Start workflow executions from a task state"): counted as part of the Task's
/// execution, and aborted with the Task where its end is the request's answer.
/// </summary>
/// <param name="request">Makes the request.</param>
/// <param name="isAnsweredByItsEnd">Whether the answer is the execution's end, as of <c>startSyncExecution</c>.</param>
internal sealed class StartTask(IIntegration request, bool isAnsweredByItsEnd) : IIntegration
{
    /// <inheritdoc />
    public IEnumerable<string> CheckArguments(JsonElement template) => request.CheckArguments(template);

    /// <inheritdoc />
    public async Task<JsonElement> CallAsync(JsonElement arguments, TaskContext context, CancellationToken cancellation)
    {
        using var start = isAnsweredByItsEnd
            ? context.ExpectStart(StateMachineType.Express, cancellation)
            : context.ExpectStart(null, null);
        return await request.CallAsync(arguments, context with { Ticket = start.Ticket }, cancellation);
    }
}
