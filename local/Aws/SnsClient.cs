using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Amazon.Runtime;

namespace Fanout.Local.Aws;

/// <summary>
/// Calls the SNS API, version 2010-03-31: arguments and results as JSON, over the wire a form and XML ("AWS Query protocol").
/// </summary>
/// <param name="http">What sends the requests.</param>
public sealed class SnsClient(SignedHttp http)
{
    // The elements of a map are named differently from map to map.
    private static readonly Dictionary<string, (string Key, string Value)> Maps = new()
    {
        ["Attributes"] = ("key", "value"),
        ["MessageAttributes"] = ("Name", "Value"),
    };

    // These are lists where they are empty too; other lists are told by their elements.
    private static readonly HashSet<string> Lists = ["Successful", "Failed"];
    private static readonly HashSet<string> Booleans = ["SenderFault"];

    /// <summary>Calls one operation.</summary>
    /// <param name="action">The operation, such as <c>PublishBatch</c>.</param>
    /// <param name="arguments">Its parameters by name.</param>
    /// <param name="caller">The caller's credentials.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The members of its result.</returns>
    /// <exception cref="AwsErrorException">The service answered with an error.</exception>
    /// <exception cref="HttpRequestException">The service could not be reached.</exception>
    public async Task<JsonElement> CallAsync(
        string action, JsonElement arguments, AWSCredentials caller, CancellationToken cancellation)
    {
        var form = new List<KeyValuePair<string, string>> { new("Action", action), new("Version", "2010-03-31") };
        AddMembers(form, "", arguments);
        using var request = new HttpRequestMessage(HttpMethod.Post, http.Endpoint) { Content = new FormUrlEncodedContent(form) };
        using var response = await http.SendAsync(request, "sns", caller, cancellation);
        var requestId = response.Headers.TryGetValues("x-amzn-RequestId", out var ids) ? ids.First() : Guid.NewGuid().ToString();
        var body = await response.Content.ReadAsStringAsync(cancellation);
        if (!response.IsSuccessStatusCode)
        {
            throw AwsXml.Error(body, (int)response.StatusCode, requestId);
        }

        var result = AwsXml.Parse(body, requestId).Elements().FirstOrDefault(element => element.Name.LocalName == $"{action}Result");
        return JsonSerializer.SerializeToElement(result is null ? [] : Members(result));
    }

    private static void AddMembers(List<KeyValuePair<string, string>> form, string prefix, JsonElement structure)
    {
        foreach (var member in structure.EnumerateObject().Where(member => member.Value.ValueKind != JsonValueKind.Null))
        {
            var path = $"{prefix}{member.Name}";
            if (member.Value.ValueKind == JsonValueKind.Object && Maps.TryGetValue(member.Name, out var names))
            {
                foreach (var (number, entry) in member.Value.EnumerateObject().Index())
                {
                    form.Add(new($"{path}.entry.{number + 1}.{names.Key}", entry.Name));
                    AddValue(form, $"{path}.entry.{number + 1}.{names.Value}", entry.Value);
                }
            }
            else
            {
                AddValue(form, path, member.Value);
            }
        }
    }

    private static void AddValue(List<KeyValuePair<string, string>> form, string path, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                AddMembers(form, $"{path}.", value);
                break;
            case JsonValueKind.Array:
                foreach (var (number, element) in value.EnumerateArray().Index())
                {
                    AddValue(form, $"{path}.member.{number + 1}", element);
                }

                break;
            default:
                form.Add(new(path, value.ToString()));
                break;
        }
    }

    private static JsonObject Members(XElement structure) => new(structure
        .Elements()
        .Select(member => KeyValuePair.Create(member.Name.LocalName, Value(member))));

    private static JsonNode? Value(XElement member) =>
        Lists.Contains(member.Name.LocalName) || HasOnly(member, "member") ? new JsonArray([.. member.Elements().Select(Value)])
        : HasOnly(member, "entry") ? new JsonObject(member.Elements().Select(entry => KeyValuePair.Create(entry.Elements().First().Value, Value(entry.Elements().Last()))))
        : member.HasElements ? Members(member)
        : Booleans.Contains(member.Name.LocalName) ? JsonValue.Create(bool.Parse(member.Value))
        : JsonValue.Create(member.Value);

    private static bool HasOnly(XElement member, string name) => member.HasElements && member.Elements().All(element => element.Name.LocalName == name);
}
