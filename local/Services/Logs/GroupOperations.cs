using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fanout.Local.Aws;

namespace Fanout.Local.Services.Logs;

/// <summary>The operations on log groups.</summary>
/// <param name="groups">The log groups.</param>
/// <param name="names">How they are named.</param>
/// <param name="time">The clock.</param>
internal sealed partial class GroupOperations(LogGroups groups, LogNames names, TimeProvider time)
{
    private const int LargestPage = 50;
    private const int LongestKey = 256;

    // "PutRetentionPolicy".
    private static readonly int[] Retentions =
        [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

    public JsonObject Create(RequestMembers request)
    {
        var group = new LogGroup(LogNames.NameIn(request), time.GetUtcNow())
        {
            KmsKey = KeyIn(request),
            Class = request.Choice("logGroupClass", "STANDARD", "INFREQUENT_ACCESS") ?? "STANDARD",
            Tags = TagOperations.Checked(request.Map("tags") ?? ImmutableDictionary<string, string>.Empty),
        };
        if (request.Flag("deletionProtectionEnabled"))
        {
            throw new ServiceException(LogNames.Invalid, "deletionProtectionEnabled is not supported by the local cloud; leave it out.");
        }

        return groups.Add(group) ? [] : throw new ServiceException("ResourceAlreadyExistsException", "The specified log group already exists");
    }

    public JsonObject Delete(RequestMembers request) => groups.Remove(LogNames.NameIn(request)) ? [] : throw LogNames.NotFound();

    public JsonObject Describe(RequestMembers request)
    {
        var (prefix, part) = (LogNames.PrefixIn(request), request.Text("logGroupNamePattern"));
        if (prefix is not null && part is not null)
        {
            throw new ServiceException(LogNames.Invalid, "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
        }

        var asked = request.Texts("logGroupIdentifiers")?.Select(identifier => names.OfIdentifier(identifier).Name).ToHashSet();
        var type = request.Choice("logGroupClass", "STANDARD", "INFREQUENT_ACCESS", "DELIVERY");
        return Page.Of(
            request,
            "logGroups",
            LargestPage,
            groups.All.Where(group =>
                (prefix is null || group.Name.StartsWith(prefix, StringComparison.Ordinal))
                && (part is null || group.Name.Contains(part, StringComparison.Ordinal))
                && asked?.Contains(group.Name) != false
                && (type is null || group.Class == type)),
            Description);
    }

    public JsonObject PutRetention(RequestMembers request)
    {
        var days = request.Number("retentionInDays") ?? throw request.Missing("retentionInDays");
        var group = names.GroupIn(request);
        group.RetentionInDays = Retentions.Contains((int)Math.Clamp(days, 0, int.MaxValue))
            ? (int)days
            : throw request.Refusal("retentionInDays", $"{days}", $"Member must satisfy enum value set: [{string.Join(", ", Retentions)}]");
        return [];
    }

    public JsonObject DeleteRetention(RequestMembers request)
    {
        names.GroupIn(request).RetentionInDays = null;
        return [];
    }

    public JsonObject AssociateKey(RequestMembers request)
    {
        var key = KeyIn(request) ?? throw request.Missing("kmsKeyId");
        names.GroupIn(request, "resourceIdentifier").KmsKey = key;
        return [];
    }

    public JsonObject DisassociateKey(RequestMembers request)
    {
        names.GroupIn(request, "resourceIdentifier").KmsKey = null;
        return [];
    }

    private static string? KeyIn(RequestMembers request) => request.Text("kmsKeyId", KeyArn(), longest: LongestKey);

    private JsonObject Description(LogGroup group)
    {
        var arn = names.ArnOf(group);
        var description = new JsonObject
        {
            ["logGroupName"] = group.Name,
            ["creationTime"] = group.Created.ToUnixTimeMilliseconds(),
            ["metricFilterCount"] = 0,
            ["arn"] = $"{arn}:*",
            ["storedBytes"] = group.Size,
            ["logGroupClass"] = group.Class,
            ["logGroupArn"] = arn,
            ["deletionProtectionEnabled"] = false,
        };
        if (group.RetentionInDays is { } days)
        {
            description["retentionInDays"] = days;
        }

        if (group.KmsKey is { } key)
        {
            description["kmsKeyId"] = key;
        }

        return description;
    }

    // "The Amazon Resource Name (ARN) of the KMS key": neither an id nor an alias.
    [GeneratedRegex(@"\Aarn:aws[a-z-]*:kms:[^:]+:\d{12}:key/.+\z")]
    private static partial Regex KeyArn();
}
