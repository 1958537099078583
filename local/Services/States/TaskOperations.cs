using System.Text.Json.Nodes;
using Fanout.Local.Aws;
using Fanout.Local.Iam;
using Fanout.Local.StepFunctions;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Local.Services.States;

/// <summary>Calls back the tasks that wait for it.</summary>
/// <param name="iam">Decides who may.</param>
/// <param name="interpreter">Runs the tasks.</param>
internal sealed class TaskOperations(Authorizer iam, Interpreter interpreter)
{
    /// <summary>The operations, by name.</summary>
    public IEnumerable<KeyValuePair<string, JsonOperation>> All =>
        TaskAnswers.Operations.Select(operation => KeyValuePair.Create<string, JsonOperation>(
            operation.Key, (call, _) => SendAsync(call, operation.Value)));

    private Task<JsonObject> SendAsync(ServiceCall call, Action<TaskCallbacks, string, RequestMembers> send)
    {
        var arguments = Arguments.Of(call);
        var token = TaskAnswers.Token(arguments);
        if (!call.Caller.IsRoot && iam.FirstDenial(call.Caller, TaskAnswers.Needs(call.Request.Operation, token)) is { } denial)
        {
            throw new ServiceException("AccessDeniedException", denial.Message);
        }

        return interpreter.Loop.InvokeAsync(() =>
        {
            send(interpreter.Callbacks, token, arguments);
            return Task.FromResult(new JsonObject());
        });
    }
}
