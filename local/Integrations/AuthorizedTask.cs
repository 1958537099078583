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
        var needs = new TaskNeeds(started.Account, started.Athena.WorkgroupOf);
        var caller = Caller.Of(context.RoleArn);
        Check(needs.ToCall(resource, arguments, context.StateMachineArn));
        started.Requests.Add(caller, Service());
        using var stop = new CancellationTokenSource();
        await using var registration = cancellation.Register(Stop);
        return await integration.CallAsync(arguments, context with { Submitted = Follow }, stop.Token);

        void Follow(JsonElement answer)
        {
            context.Submitted(answer);
            Check(needs.ToFollow(resource, arguments, answer));
        }

        // What may not be stopped goes on, and nobody waits for it; a child execution always ends with its parent.
        void Stop()
        {
            if (UsesLoopTime || started.Iam.FirstDenial(caller, needs.ToStop(resource, arguments)) is null)
            {
                stop.Cancel();
            }
        }

        string Service()
        {
            var service = _task.IsIntegration ? _task.Service : "lambda";
            return service == "sfn" ? "states" : service;
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
