using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fanout.Local.Integrations;

/// <summary>Services whose API speaks JSON ("AWS JSON 1.0 protocol").</summary>
internal sealed class JsonProtocol : IServiceProtocol
{
    /// <inheritdoc />
    public async Task<JsonNode?> CallAsync(ServiceCall call, CancellationToken cancellation) => call.Result(await call.Cloud.Json.CallAsync(
        call.Service,
        $"{call.Model.Target}.{call.Action}",
        JsonSerializer.SerializeToElement(call.ApiArguments()),
        call.Caller,
        cancellation,
        ticket: call.Ticket));
}
