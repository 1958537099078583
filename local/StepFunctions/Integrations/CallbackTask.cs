using System.Text.Json;

namespace Fanout.Local.StepFunctions.Integrations;

/// <summary>
/// A Task that ends in <c>.waitForTaskToken</c>: after its request it waits until somebody who got the token calls back
/// ("Wait for a Callback with Task Token"). Who does may be outside, so that a timeout takes its time, also where time is
/// virtual.
/// </summary>
/// <param name="request">Makes the request.</param>
public sealed class CallbackTask(IIntegration request) : IIntegration
{
    /// <inheritdoc />
    public bool UsesLoopTime => true;

    /// <inheritdoc />
    public IEnumerable<string> CheckArguments(JsonElement arguments) => request.CheckArguments(arguments);

    /// <inheritdoc />
    public async Task<JsonElement> CallAsync(JsonElement arguments, TaskContext context, CancellationToken cancellation)
    {
        // Whoever gets the token may be faster than the answer to the request.
        using var callback = context.Callbacks.Await(context.TaskToken!, context.Heartbeat);
        context.Submitted(await request.CallOnLoopAsync(arguments, context, cancellation));
        return await context.Loop.OutsideAsync(callback.AnswerAsync(cancellation));
    }
}
