using System.Text.Json;
using Fanout.Local.Aws;
using Fanout.Local.Cloud;
using Fanout.Local.Iam.Policies;
using Fanout.Local.StepFunctions.Integrations;

namespace Fanout.Local.Integrations;

/// <summary>
/// An integration whose calls do not go by the gateway: what the call needs is decided before it is made, and what
/// following it needs when it was made.
/// </summary>
/// <param name="resource">The Task's Resource.</param>
/// <param name="integration">What makes the call.</param>
/// <param name="cloud">Gives the cloud that is called.</param>
internal sealed class AuthorizedTask(
    string resource, IIntegration integration, Func<CancellationToken, Task<LocalCloud>> cloud) : IIntegration
{
    private readonly TaskResource _task = new(resource);

    /// <inheritdoc />
    public bool UsesLoopTime => integration.UsesLoopTime;

    /// <inheritdoc />
    public IEnumerable<string> CheckArguments(JsonElement arguments) => integration.CheckArguments(arguments);

    /// <inheritdoc />
    public async Task<JsonElement> CallAsync(JsonElement arguments, TaskContext context, CancellationToken cancellation)
    {
        var started = await (UsesLoopTime ? context.Loop.OutsideAsync(cloud(cancellation)) : cloud(cancellation));
        var needs = new TaskNeeds(started.Account);
        var caller = Caller.Of(context.RoleArn);
        Check(needs.ToCall(resource, arguments, context.StateMachineArn));
        started.Requests.Add(caller, _task.Service == "sfn" ? "states" : _task.Service);
        return await integration.CallAsync(arguments, context with { Submitted = Follow }, cancellation);

        void Follow(JsonElement answer)
        {
            context.Submitted(answer);
            Check(TaskNeeds.ToFollow(resource, answer));
        }

        void Check(IEnumerable<RequestedAction> needed)
        {
            if (started.Iam.FirstDenial(caller, needed) is { } denial)
            {
                throw TaskDenial.Of(denial, isOptimized: !_task.IsSdk);
            }
        }
    }
}
