using System.Globalization;
using System.Text.Json.Nodes;
using Fanout.Local.Aws;

namespace Fanout.Local.Services.Lambda.Api;

/// <summary>The operations that tell of functions.</summary>
/// <param name="lambda">The functions.</param>
internal sealed class ReadOperations(LambdaService lambda)
{
    private const int LargestPage = 50;
    private const int MostItems = 10_000;

    public AwsAnswer Get(FunctionCall request)
    {
        var function = lambda.Describe(request.Qualified);
        var answer = new JsonObject
        {
            ["Configuration"] = FunctionDescription.Of(function, request.IsQualified),
            ["Code"] = new JsonObject { ["RepositoryType"] = "S3", ["Location"] = function.CodeLocation.AbsoluteUri },
        };
        if (function.Configuration.Tags.Count > 0)
        {
            answer["Tags"] = FunctionDescription.Map(function.Configuration.Tags);
        }

        if (function.Configuration.ReservedConcurrency is { } reserved)
        {
            answer["Concurrency"] = new JsonObject { ["ReservedConcurrentExecutions"] = reserved };
        }

        return RestOperation.Result(answer);
    }

    public AwsAnswer GetConfiguration(FunctionCall request) =>
        RestOperation.Result(FunctionDescription.Of(lambda.Describe(request.Qualified), request.IsQualified));

    public AwsAnswer List(FunctionCall request)
    {
        var isAll = request.Call.Query("FunctionVersion") switch
        {
            null => false,
            "ALL" => true,
            var other => throw request.Members.Refusal("FunctionVersion", other, "Member must satisfy enum value set: [ALL]"),
        };
        var before = request.Call.Query("Marker") is not { Length: > 0 } marker ? 0
            : int.TryParse(marker, NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given
            : throw new ServiceException(FunctionRequest.Invalid, "The provided marker is invalid.");
        var size = Math.Min(request.Number("MaxItems", 1, MostItems) ?? LargestPage, LargestPage);
        DeployedFunction[] rest = [.. lambda.All.Skip(before).Take(size + 1)];
        var answer = new JsonObject
        {
            ["Functions"] = new JsonArray([.. rest.Take(size).Select(function => FunctionDescription.Listed(function, isAll))]),
        };
        if (rest.Length > size)
        {
            answer["NextMarker"] = $"{before + size}";
        }

        return RestOperation.Result(answer);
    }

    /// <summary>The one version that there is.</summary>
    public AwsAnswer ListVersions(FunctionCall request) => RestOperation.Result(new JsonObject
    {
        ["Versions"] = new JsonArray(FunctionDescription.Listed(Existing(request), isQualified: true)),
    });

    /// <summary>None: there are no aliases.</summary>
    public AwsAnswer ListAliases(FunctionCall request)
    {
        Existing(request);
        return RestOperation.Result(new JsonObject { ["Aliases"] = new JsonArray() });
    }

    /// <summary>None: there are no event sources that Lambda reads.</summary>
    public static AwsAnswer ListEventSources(FunctionCall request) => RestOperation.Result(new JsonObject { ["EventSourceMappings"] = new JsonArray() });

    /// <summary>None: no function has its code signed.</summary>
    public AwsAnswer GetCodeSigning(FunctionCall request) => RestOperation.Result(new JsonObject { ["FunctionName"] = Existing(request).Configuration.Name });

    /// <summary>What holds where nothing is said.</summary>
    public AwsAnswer GetRecursion(FunctionCall request)
    {
        Existing(request);
        return RestOperation.Result(new JsonObject { ["RecursiveLoop"] = "Terminate" });
    }

    /// <summary>What holds where nothing is said.</summary>
    public AwsAnswer GetRuntimeManagement(FunctionCall request) => RestOperation.Result(new JsonObject
    {
        ["UpdateRuntimeOn"] = "Auto",
        ["FunctionArn"] = $"{Existing(request).Configuration.Arn}:$LATEST",
    });

    private DeployedFunction Existing(FunctionCall request) => lambda.Describe(request.Arn);
}
