using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fanout.Local.Integrations;

/// <summary>SNS, whose client turns JSON into the protocol's forms.</summary>
internal sealed class SnsProtocol : IServiceProtocol
{
    /// <inheritdoc />
    public async Task<JsonNode?> CallAsync(ServiceCall call, CancellationToken cancellation) => call.Result(
        await call.Cloud.Sns.CallAsync(call.Action, JsonSerializer.SerializeToElement(call.ApiArguments()), call.Caller, cancellation));
}
