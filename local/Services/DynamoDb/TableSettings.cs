using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fanout.Local.Aws;
using Fanout.Local.Iam.Requests;

namespace Fanout.Local.Services.DynamoDb;

/// <summary>
/// Settings of tables that the emulator takes and forgets: the class, the limits of on-demand tables, a change of the encryption; and
/// what it would ignore altogether, which is refused ("CreateTable", "UpdateTable", "UpdateTimeToLive", Amazon DynamoDB API Reference).
/// </summary>
/// <param name="account">The account.</param>
/// <param name="time">The clock.</param>
internal sealed class TableSettings(AwsAccount account, TimeProvider time) : IService
{
    private const string CreateTable = "CreateTable";
    private const string UpdateTable = "UpdateTable";
    private const string DeleteTable = "DeleteTable";
    private const string UpdateTimeToLive = "UpdateTimeToLive";
    private const string TableClass = "TableClass";
    private const string OnDemandThroughput = "OnDemandThroughput";
    private const string SseSpecification = "SSESpecification";
    private const string Invalid = "com.amazon.coral.validate#ValidationException";

    private static readonly string[] Operations = [CreateTable, UpdateTable, "DescribeTable", DeleteTable, "DescribeTimeToLive", UpdateTimeToLive];
    private static readonly string[] Classes = ["STANDARD", "STANDARD_INFREQUENT_ACCESS"];

    // What an update may ask for.
    private static readonly string[] Updates =
    [
        "AttributeDefinitions", "BillingMode", "DeletionProtectionEnabled", "GlobalSecondaryIndexUpdates", OnDemandThroughput, "ProvisionedThroughput",
        SseSpecification, "StreamSpecification", TableClass, "WarmThroughput",
    ];

    // There is one region here, and no policy of a table is evaluated.
    private static readonly string[] Unsupported = ["GlobalTableWitnessUpdates", "MultiRegionConsistency", "ReplicaUpdates", "ResourcePolicy"];

    // By table, what its description has beside the emulator's; null for what it has not.
    private readonly ConcurrentDictionary<string, ImmutableDictionary<string, JsonNode?>> _kept = new();

    /// <inheritdoc />
    public bool Answers(AwsRequest request) => request.Service == "dynamodb" && Operations.Contains(request.Operation);

    /// <inheritdoc />
    public async Task<AwsAnswer> AnswerAsync(ServiceCall call, CancellationToken cancellation)
    {
        var request = call.Json;
        if (request.OptionalText("TableName") is not { } named)
        {
            return await call.ForwardAsync();
        }

        var (table, operation) = (named[(named.LastIndexOf('/') + 1)..], call.Request.Operation);
        var problem = operation switch
        {
            UpdateTimeToLive => await ProblemOfTimeToLiveAsync(call),
            CreateTable or UpdateTable => Problem(request, operation),
            _ => null,
        };
        if (problem is not null)
        {
            return problem;
        }

        var answer = await call.ForwardAsync();
        if (!answer.IsSuccess)
        {
            return MissingTable.Refusal(answer, $"Table: {table}");
        }

        if (operation == UpdateTimeToLive)
        {
            return answer;
        }

        if (operation is CreateTable or UpdateTable)
        {
            _kept[table] = Changed(operation == CreateTable ? [] : _kept.GetValueOrDefault(table, []), request, operation);
        }

        var described = Described(answer, _kept.GetValueOrDefault(table, []));
        if (operation == DeleteTable)
        {
            _kept.TryRemove(table, out _);
        }

        return described;
    }

    private static AwsAnswer? Problem(JsonElement request, string operation) =>
        Unsupported.FirstOrDefault(name => request.TryGetProperty(name, out _)) is { } unsupported
            ? Refusal($"{unsupported} is not supported by the local cloud; leave it out.")
        : operation == UpdateTable && !Updates.Any(name => request.TryGetProperty(name, out _))
            ? Refusal($"At least one of {string.Join(", ", Updates.Except(["AttributeDefinitions"]))} is required")
        : request.OptionalText(TableClass) is { } tableClass && !Classes.Contains(tableClass)
            ? Refusal(
                $"1 validation error detected: Value '{tableClass}' at 'tableClass' failed to satisfy constraint: Member must satisfy enum value set: "
                    + $"[{string.Join(", ", Classes)}]")
        : null;

    // The emulator enables what is enabled, and calls a table that is missing otherwise than DynamoDB.
    private static async Task<AwsAnswer?> ProblemOfTimeToLiveAsync(ServiceCall call)
    {
        var known = await call.AskAsync("DynamoDB_20120810.DescribeTable", new JsonObject { ["TableName"] = call.Json.Text("TableName") });
        if (!known.IsSuccess)
        {
            return known;
        }

        var present = JsonElement.Parse((await call.AskAsync(
            "DynamoDB_20120810.DescribeTimeToLive", new JsonObject { ["TableName"] = call.Json.Text("TableName") })).Body).Member("TimeToLiveDescription");
        var asked = call.Json.Member("TimeToLiveSpecification");
        if (asked.ValueKind != JsonValueKind.Object || !asked.TryGetProperty("Enabled", out var enabled) || enabled.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            return null;
        }

        var isEnabled = present.OptionalText("TimeToLiveStatus") == "ENABLED";
        return enabled.GetBoolean() == isEnabled ? Refusal($"TimeToLive is already {(isEnabled ? "enabled" : "disabled")}")
            : isEnabled && asked.OptionalText("AttributeName") is { } attribute && attribute != present.OptionalText("AttributeName")
                ? Refusal($"TimeToLive is active on a different AttributeName: current AttributeName is {present.OptionalText("AttributeName")}")
            : null;
    }

    private ImmutableDictionary<string, JsonNode?> Changed(ImmutableDictionary<string, JsonNode?> kept, JsonElement request, string operation)
    {
        if (request.OptionalText(TableClass) is { } tableClass)
        {
            var summary = new JsonObject { [TableClass] = tableClass };
            if (operation == UpdateTable)
            {
                summary["LastUpdateDateTime"] = ApiTime.Of(time.GetUtcNow());
            }

            kept = kept.SetItem("TableClassSummary", summary);
        }

        if (request.TryGetProperty(OnDemandThroughput, out var limits))
        {
            kept = kept.SetItem(OnDemandThroughput, JsonNode.Parse(limits.GetRawText()));
        }

        if (operation == UpdateTable && request.TryGetProperty(SseSpecification, out var encryption))
        {
            kept = kept.SetItem("SSEDescription", encryption.TryGetProperty("Enabled", out var enabled) && enabled.ValueKind == JsonValueKind.True
                ? new JsonObject { ["Status"] = "ENABLED", ["SSEType"] = "KMS", ["KMSMasterKeyArn"] = KeyArn(encryption.OptionalText("KMSMasterKeyId") ?? "alias/aws/dynamodb") }
                : null);
        }

        return kept;
    }

    private string KeyArn(string key) => key.StartsWith("arn:", StringComparison.Ordinal) ? key
        : account.Arn("kms", key.StartsWith("alias/", StringComparison.Ordinal) ? key : $"key/{key}");

    private static AwsAnswer Described(AwsAnswer answer, ImmutableDictionary<string, JsonNode?> kept)
    {
        if (kept.IsEmpty || JsonNode.Parse(answer.Body) is not JsonObject body || (body["Table"] ?? body["TableDescription"]) is not JsonObject description)
        {
            return answer;
        }

        foreach (var (name, value) in kept)
        {
            description.Remove(name);
            if (value is not null)
            {
                description[name] = value.DeepClone();
            }
        }

        return answer with { Body = body.ToJsonString() };
    }

    private static AwsAnswer Refusal(string message) => JsonBodies.Error(400, Invalid, message);
}
