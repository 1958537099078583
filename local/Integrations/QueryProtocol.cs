using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;
using Fanout.Local.Cloud;

namespace Fanout.Local.Integrations;

/// <summary>Services that take forms and answer with XML ("AWS Query protocol").</summary>
internal sealed class QueryProtocol : IServiceProtocol
{
    /// <inheritdoc />
    public async Task<JsonNode?> CallAsync(ServiceCall call, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, call.Cloud.Gateway.Endpoint)
        {
            Content = new FormUrlEncodedContent(
            [
                new("Action", call.Action),
                new("Version", call.Model.Version),
                .. call.ApiArguments().SelectMany(argument => Fields(argument.Key, argument.Value)),
            ]),
        };
        using var answer = await SignedHttp.SendAsync(call, request, cancellation);
        var body = await answer.Content.ReadAsStringAsync(cancellation);
        var document = Parse(body);
        if (answer.IsSuccessStatusCode && Find(document, $"{call.Action}Result") is { } result)
        {
            return new XmlResults(call.Naming, flattened: false).Read(call.Operation.Output!.Value, result);
        }

        throw new AwsErrorException(
            Find(document, "Code")?.Value ?? "InternalError",
            (int)answer.StatusCode,
            Find(document, "RequestId")?.Value ?? Guid.NewGuid().ToString(),
            Find(document, "Message")?.Value ?? body);
    }

    private static IEnumerable<KeyValuePair<string, string>> Fields(string name, JsonNode? value) => value switch
    {
        null => [],
        JsonArray list => list.SelectMany((item, index) => Fields($"{name}.member.{Number(index)}", item)),
        // The maps of SNS are the only ones here, and call key and value so.
        JsonObject map when name.EndsWith("Attributes", StringComparison.Ordinal) => map.SelectMany((entry, index) =>
            Fields($"{name}.entry.{Number(index)}.Value", entry.Value)
                .Prepend(new($"{name}.entry.{Number(index)}.Name", entry.Key))),
        JsonObject structure => structure.SelectMany(member => Fields($"{name}.{member.Key}", member.Value)),
        _ => [new(name, value.ToString())],
    };

    private static string Number(int index) => (index + 1).ToString(CultureInfo.InvariantCulture);

    private static XElement? Find(XElement? document, string name) =>
        document?.DescendantsAndSelf().FirstOrDefault(element => element.Name.LocalName == name);

    private static XElement? Parse(string body)
    {
        try
        {
            return XElement.Parse(body);
        }
        catch (XmlException)
        {
            return null;
        }
    }
}
