using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Local.Aws;
using Fanout.Local.Cloud;
using Fanout.Local.Services.Lambda;
using Pulumi;

namespace Fanout.Local.Stacks.Provisioning;

/// <summary>Makes functions and what belongs to them, by the requests that the provider makes of their inputs.</summary>
/// <param name="cloud">The cloud.</param>
internal sealed class FunctionProvisioner(LocalCloud cloud)
{
    // What the provider acts upon itself.
    private static readonly string[] NotRequested =
        ["code", "name", "publish", "reservedConcurrentExecutions", "skipDestroy", "sourceCodeHash", "codeSha256", "tagsAll"];

    // Maps whose keys are the program's own.
    private static readonly string[] Maps = ["tags", "variables"];

    public void Create(CloudResource resource)
    {
        var code = resource.Inputs.GetValueOrDefault("code") as AssetOrArchive
            ?? throw new LocalException($"{resource.Type} {resource.Name}: code must be an archive.");
        var reserved = resource.Inputs.GetValueOrDefault("reservedConcurrentExecutions") is double and >= 0 and var most ? (int)most : (int?)null;
        Make(() =>
        {
            cloud.Functions.Create(
                resource.Arn, Request(resource.Inputs.RemoveRange(NotRequested)), PropertyJson.PathOf(code), replaces: true);
            if (reserved is not null)
            {
                cloud.Functions.Reserve(resource.Arn, reserved);
            }
        });
    }

    public void ConfigureEvents(CloudResource resource) => Make(() => cloud.Functions.Configure(
        ArnOf(resource.RequiredText("functionName")),
        EventInvokeConfiguration.Of(Request(resource.Inputs.Remove("functionName")), EventInvokeConfiguration.Default)));

    private static RequestMembers Request(IEnumerable<KeyValuePair<string, object>> inputs) => new(
        JsonSerializer.SerializeToElement(Members(PropertyJson.Object(inputs))), FunctionRequest.OutOfModel);

    // The members of requests have the names of inputs, with a capital.
    private static JsonNode? Members(JsonNode? value) => value is JsonObject inputs
        ? new JsonObject(inputs.Select(input => KeyValuePair.Create(
            NameOf(input.Key), Maps.Contains(input.Key) ? input.Value?.DeepClone() : Members(input.Value))))
        : value?.DeepClone();

    private static string NameOf(string input) => input == "kmsKeyArn" ? "KMSKeyArn" : $"{char.ToUpperInvariant(input[0])}{input[1..]}";

    private static void Make(Action make)
    {
        try
        {
            make();
        }
        catch (ServiceException refusal)
        {
            throw new LocalException($"{refusal.Code}: {refusal.Message}", refusal);
        }
    }

    private string ArnOf(string function) =>
        function.StartsWith("arn:", StringComparison.Ordinal) ? function : cloud.Account.Arn("lambda", $"function:{function}");
}
