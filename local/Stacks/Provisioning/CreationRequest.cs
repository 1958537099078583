using System.Collections;
using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Fanout.Local.Stacks.Provisioning;

/// <summary>The arguments of the API request by which the AWS provider makes a resource: its inputs, named as the API names them.</summary>
internal static class CreationRequest
{
    // What the provider keeps to itself.
    private static readonly string[] OfProvider = ["forceDestroy", "namePrefix", "region", "tagsAll"];

    // Inputs whose members are named by the program.
    private static readonly string[] Maps = ["defaultArguments", "dimensions", "nonOverridableArguments", "parameters", "tags"];

    // What is not named as its input is, with a capital letter: by the input that it is in, and its own name.
    private static readonly Dictionary<string, string> Names = new()
    {
        ["authParameters.apiKey"] = "ApiKeyAuthParameters",
        ["authParameters.basic"] = "BasicAuthParameters",
        ["authParameters.oauth"] = "OAuthParameters",
        ["apiKey.key"] = "ApiKeyName",
        ["apiKey.value"] = "ApiKeyValue",
        ["invocationHttpParameters.bodies"] = "BodyParameters",
        ["invocationHttpParameters.headers"] = "HeaderParameters",
        ["invocationHttpParameters.queryStrings"] = "QueryStringParameters",
        ["configuration.enforceWorkgroupConfiguration"] = "EnforceWorkGroupConfiguration",
        ["configuration.publishCloudwatchMetricsEnabled"] = "PublishCloudWatchMetricsEnabled",
        ["encryptionConfiguration.kmsKeyArn"] = "KmsKey",
        ["storageDescriptor.serDeInfo"] = "SerdeInfo",
        ["aws:cloudwatch/metricAlarm:MetricAlarm.evaluateLowSampleCountPercentiles"] = "EvaluateLowSampleCountPercentile",
        ["aws:cloudwatch/metricAlarm:MetricAlarm.okActions"] = "OKActions",
        ["aws:glue/job:Job.roleArn"] = "Role",
    };

    /// <summary>The arguments for a resource.</summary>
    public static JsonObject Of(CloudResource resource)
    {
        var request = Object(resource.Type, resource.Inputs.RemoveRange(OfProvider));
        request["Name"] = resource.Name;
        return request;
    }

    /// <summary>The arguments with those by name as a list, for an API that takes them so.</summary>
    /// <param name="request">The arguments.</param>
    /// <param name="member">The argument.</param>
    /// <param name="key">What each item calls its name.</param>
    public static JsonObject WithList(this JsonObject request, string member, string key)
    {
        if (request[member] is JsonObject map)
        {
            request[member] = new JsonArray([.. map.Select(item => new JsonObject { [key] = item.Key, ["Value"] = item.Value?.DeepClone() })]);
        }

        return request;
    }

    private static JsonObject Object(string name, ImmutableDictionary<string, object> inputs) => new(inputs
        .OrderBy(input => input.Key, StringComparer.Ordinal)
        .Select(input => KeyValuePair.Create(
            Maps.Contains(name) ? input.Key : Names.GetValueOrDefault($"{name}.{input.Key}", $"{char.ToUpperInvariant(input.Key[0])}{input.Key[1..]}"),
            Value(input.Key, input.Value))));

    private static JsonNode? Value(string name, object? input) => input switch
    {
        null => null,
        bool flag => JsonValue.Create(flag),
        double number => JsonValue.Create(number),
        string text => JsonValue.Create(text),
        ImmutableDictionary<string, object> inputs => Object(name, inputs),
        IEnumerable list => new JsonArray([.. list.Cast<object?>().Select(item => Value(name, item))]),
        _ => throw new NotSupportedException($"An input of type {input.GetType()} has no form in an API request."),
    };
}
