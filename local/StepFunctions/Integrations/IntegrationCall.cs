using System.Text.Json;

namespace Fanout.Local.StepFunctions.Integrations;

/// <summary>Calls of integrations from the loop.</summary>
internal static class IntegrationCall
{
    /// <summary>Makes a call where the integration wants it to run; to be awaited on the loop.</summary>
    public static Task<JsonElement> CallOnLoopAsync(
        this IIntegration integration, JsonElement arguments, TaskContext context, CancellationToken cancellation) =>
        integration.UsesLoopTime
            ? integration.CallAsync(arguments, context, cancellation)
            : context.Loop.OutsideAsync(
                Task.Run(() => integration.CallAsync(arguments, context, cancellation), cancellation).WaitAsync(cancellation));
}
