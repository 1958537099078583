using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Local.Aws;
using Fanout.Local.Cloud;

namespace Fanout.Local.Stacks.Provisioning;

/// <summary>Makes resources by the requests that the AWS provider would make them by.</summary>
/// <param name="cloud">The cloud.</param>
/// <param name="cancellation">Ends the making.</param>
internal sealed class ApiProvisioner(LocalCloud cloud, CancellationToken cancellation)
{
    /// <summary>Makes a resource.</summary>
    /// <returns>Whether its type is one of those that are made so.</returns>
    /// <exception cref="LocalException">The service refused it.</exception>
    public async Task<bool> TryCreateAsync(CloudResource resource)
    {
        if (Creation(resource) is not { } creation)
        {
            return false;
        }

        try
        {
            await cloud.Json.CallAsync(creation.Service, creation.Target, JsonSerializer.SerializeToElement(creation.Arguments), cloud.Root, cancellation);
            return true;
        }
        catch (AwsErrorException refusal)
        {
            throw new LocalException(refusal.Message, refusal);
        }
    }

    /// <summary>Makes a schedule.</summary>
    /// <exception cref="LocalException">The service refused it.</exception>
    public async Task CreateScheduleAsync(CloudResource schedule)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(cloud.Gateway.Endpoint, $"/schedules/{Uri.EscapeDataString(schedule.Name)}"))
        {
            Content = new StringContent(CreationRequest.Of(schedule).ToJsonString(), Encoding.UTF8, "application/json"),
        };
        using var answer = await cloud.Http.SendAsync(request, "scheduler", cloud.Root, cancellation);
        if (!answer.IsSuccessStatusCode)
        {
            var body = await answer.Content.ReadAsStringAsync(cancellation);
            throw new LocalException(new ApiArguments(JsonElement.Parse(body)).Text("Message"));
        }
    }

    private static (string Service, string Target, JsonObject Arguments)? Creation(CloudResource resource) => resource.Type switch
    {
        "aws:athena/workgroup:Workgroup" =>
            ("athena", "AmazonAthena.CreateWorkGroup", CreationRequest.Of(resource).WithList("Tags", "Key")),
        "aws:cloudwatch/eventConnection:EventConnection" => ("events", "AWSEvents.CreateConnection", CreationRequest.Of(resource)),
        "aws:cloudwatch/metricAlarm:MetricAlarm" => ("monitoring", "GraniteServiceVersion20100801.PutMetricAlarm", Alarm(CreationRequest.Of(resource))),
        "aws:glue/catalogDatabase:CatalogDatabase" => ("glue", "AWSGlue.CreateDatabase", Database(CreationRequest.Of(resource))),
        "aws:glue/catalogTable:CatalogTable" => ("glue", "AWSGlue.CreateTable", Table(CreationRequest.Of(resource))),
        "aws:glue/job:Job" => ("glue", "AWSGlue.CreateJob", CreationRequest.Of(resource)),
        _ => null,
    };

    private static JsonObject Alarm(JsonObject request)
    {
        request["AlarmName"] = Taken(request, "Name");
        return request.WithList("Dimensions", "Name").WithList("Tags", "Key");
    }

    private static JsonObject Database(JsonObject input)
    {
        var request = new JsonObject { ["Tags"] = Taken(input, "Tags") };
        Taken(input, "CatalogId");
        request["DatabaseInput"] = input;
        return request;
    }

    private static JsonObject Table(JsonObject input)
    {
        var request = new JsonObject { ["DatabaseName"] = Taken(input, "DatabaseName"), ["PartitionIndexes"] = Taken(input, "PartitionIndices") };
        Taken(input, "CatalogId");
        request["TableInput"] = input;
        return request;
    }

    private static JsonNode? Taken(JsonObject members, string name)
    {
        members.Remove(name, out var taken);
        return taken;
    }
}
