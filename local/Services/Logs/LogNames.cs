using System.Text.RegularExpressions;
using Fanout.Local.Aws;

namespace Fanout.Local.Services.Logs;

/// <summary>How requests name log groups and streams.</summary>
/// <param name="groups">The log groups.</param>
/// <param name="account">The account that they are in.</param>
internal sealed partial class LogNames(LogGroups groups, AwsAccount account)
{
    /// <summary>The code of what a request says wrongly.</summary>
    public const string Invalid = "InvalidParameterException";

    private const string GroupName = "logGroupName";
    private const int Longest = 512;

    /// <summary>The ARN of a log group.</summary>
    public string ArnOf(LogGroup group) => account.Arn("logs", $"log-group:{group.Name}");

    /// <summary>The name of a log group that is to be.</summary>
    public static string NameIn(RequestMembers request) => request.RequiredText(GroupName, Group(), 1, Longest);

    /// <summary>What names of log groups begin with; null where it is not given.</summary>
    public static string? PrefixIn(RequestMembers request) => request.Text("logGroupNamePrefix", Group(), 1, Longest);

    /// <summary>The name of a log stream.</summary>
    public static string StreamIn(RequestMembers request, string member = "logStreamName") => request.RequiredText(member, Stream(), 1, Longest);

    /// <summary>What names of log streams begin with; null where it is not given.</summary>
    public static string? StreamPrefixIn(RequestMembers request) => request.Text("logStreamNamePrefix", Stream(), 1, Longest);

    /// <summary>The log group that a request names, by its name or by a member that holds its ARN too.</summary>
    /// <param name="request">The request.</param>
    /// <param name="identifier">The member for a name or an ARN; null where the request has none.</param>
    /// <exception cref="ServiceException">There is none, or it is named twice or not at all.</exception>
    public LogGroup GroupIn(RequestMembers request, string? identifier = null)
    {
        var (name, other) = (request.Text(GroupName, Group(), 1, Longest), identifier is null ? null : request.Text(identifier, Identifier(), 1));
        return (name, other) switch
        {
            (not null, null) => Find(name),
            (null, not null) => OfIdentifier(other),
            (null, null) when identifier is null => throw request.Missing(GroupName),
            _ => throw new ServiceException(Invalid, $"Exactly one of {GroupName} and {identifier} must be given."),
        };
    }

    /// <summary>The log group that a name or an ARN names.</summary>
    /// <exception cref="ServiceException">There is none.</exception>
    public LogGroup OfIdentifier(string identifier)
    {
        if (!identifier.StartsWith("arn:", StringComparison.Ordinal))
        {
            return Find(identifier);
        }

        var prefix = account.Arn("logs", "log-group:");
        return identifier.StartsWith(prefix, StringComparison.Ordinal) ? Find(identifier[prefix.Length..]) : throw NotFound();
    }

    /// <summary>The refusal of a log stream that does not exist.</summary>
    public static ServiceException NoStream() => new("ResourceNotFoundException", "The specified log stream does not exist.");

    /// <summary>The refusal of a log group that does not exist.</summary>
    public static ServiceException NotFound() => new("ResourceNotFoundException", "The specified log group does not exist.");

    private LogGroup Find(string name) => groups.Find(name) ?? throw NotFound();

    [GeneratedRegex(@"\A[\.\-_/#A-Za-z0-9]+\z")]
    private static partial Regex Group();

    [GeneratedRegex(@"\A[\w#+=/:,.@-]*\z")]
    private static partial Regex Identifier();

    [GeneratedRegex(@"\A[^:*]*\z")]
    private static partial Regex Stream();
}
