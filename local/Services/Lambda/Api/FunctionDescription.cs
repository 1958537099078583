using System.Globalization;
using System.Text.Json.Nodes;
using Fanout.Local.Aws;

namespace Fanout.Local.Services.Lambda.Api;

/// <summary>Functions as the API describes them ("FunctionConfiguration").</summary>
internal static class FunctionDescription
{
    /// <summary>What the API says of a function.</summary>
    /// <param name="function">The function.</param>
    /// <param name="isQualified">Whether it is asked for as its version.</param>
    public static JsonObject Of(DeployedFunction function, bool isQualified = false)
    {
        var configuration = function.Configuration;
        var description = Listed(function, isQualified);
        description["State"] = "Active";
        description["LastUpdateStatus"] = "Successful";
        description["RuntimeVersionConfig"] = new JsonObject
        {
            ["RuntimeVersionArn"] = configuration.RuntimeVersionArn,
        };
        return description;
    }

    /// <summary>What a list says of a function, which is less ("ListFunctions").</summary>
    /// <param name="function">The function.</param>
    /// <param name="isQualified">Whether it is listed as its version.</param>
    public static JsonObject Listed(DeployedFunction function, bool isQualified = false)
    {
        var configuration = function.Configuration;
        var description = new JsonObject
        {
            ["FunctionName"] = configuration.Name,
            ["FunctionArn"] = isQualified ? $"{configuration.Arn}:$LATEST" : configuration.Arn,
            ["Runtime"] = configuration.Runtime,
            ["Role"] = configuration.Credentials.Caller.Identity,
            ["Handler"] = configuration.Handler,
            ["CodeSize"] = function.CodeSize,
            ["Description"] = configuration.Description,
            ["Timeout"] = (int)configuration.Timeout.TotalSeconds,
            ["MemorySize"] = configuration.MemoryMegabytes,
            ["LastModified"] = function.LastModified.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+0000'", CultureInfo.InvariantCulture),
            ["CodeSha256"] = function.CodeSha256,
            ["Version"] = "$LATEST",
            ["TracingConfig"] = new JsonObject { ["Mode"] = configuration.IsTraced ? "Active" : "PassThrough" },
            ["RevisionId"] = function.RevisionId,
            ["PackageType"] = "Zip",
            ["Architectures"] = new JsonArray(configuration.Architecture),
            ["EphemeralStorage"] = new JsonObject { ["Size"] = configuration.TemporaryMegabytes },
            ["SnapStart"] = new JsonObject { ["ApplyOn"] = "None", ["OptimizationStatus"] = "Off" },
            ["LoggingConfig"] = Logging(configuration),
        };
        if (configuration.Environment.Count > 0)
        {
            description["Environment"] = new JsonObject { ["Variables"] = Map(configuration.Environment) };
        }

        if (configuration.DeadLetterTarget is { } target)
        {
            description["DeadLetterConfig"] = new JsonObject { ["TargetArn"] = target };
        }

        if (configuration.KmsKeyArn is { } key)
        {
            description["KMSKeyArn"] = key;
        }

        return description;
    }

    /// <summary>A map of texts.</summary>
    public static JsonObject Map(IEnumerable<KeyValuePair<string, string>> texts) =>
        new(texts.Select(text => KeyValuePair.Create(text.Key, (JsonNode?)text.Value)));

    private static JsonObject Logging(FunctionConfiguration function)
    {
        var logging = new JsonObject { ["LogFormat"] = function.Logging.Format, ["LogGroup"] = function.LogGroup };
        if (function.Logging is { ApplicationLevel: { } application, SystemLevel: { } system })
        {
            logging["ApplicationLogLevel"] = application;
            logging["SystemLogLevel"] = system;
        }

        return logging;
    }
}
