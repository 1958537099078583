using System.Text.Json.Nodes;
using Fanout.Local.Aws;

namespace Fanout.Local.Services.Logs;

/// <summary>The operations on log streams.</summary>
/// <param name="names">How groups and streams are named.</param>
/// <param name="time">The clock.</param>
internal sealed class StreamOperations(LogNames names, TimeProvider time)
{
    private const int LargestPage = 50;

    public JsonObject Create(RequestMembers request)
    {
        var stream = LogNames.StreamIn(request);
        return names.GroupIn(request).AddStream(stream, time.GetUtcNow())
            ? []
            : throw new ServiceException("ResourceAlreadyExistsException", "The specified log stream already exists");
    }

    public JsonObject Delete(RequestMembers request)
    {
        var stream = LogNames.StreamIn(request);
        return names.GroupIn(request).RemoveStream(stream) ? [] : throw LogNames.NoStream();
    }

    public JsonObject Describe(RequestMembers request)
    {
        var group = names.GroupIn(request, "logGroupIdentifier");
        var prefix = LogNames.StreamPrefixIn(request);
        var byTime = request.Choice("orderBy", "LogStreamName", "LastEventTime") == "LastEventTime";
        if (byTime && prefix is not null)
        {
            throw new ServiceException(LogNames.Invalid, "Cannot order by LastEventTime with a logStreamNamePrefix.");
        }

        var streams = group.Streams()
            .Where(stream => prefix is null || stream.Name.StartsWith(prefix, StringComparison.Ordinal))
            .OrderBy(stream => byTime ? stream.Last ?? stream.Created : default)
            .ThenBy(stream => stream.Name, StringComparer.Ordinal);
        return Page.Of(
            request, "logStreams", LargestPage, request.Flag("descending") ? streams.Reverse() : streams, stream => Description(group, stream));
    }

    private JsonObject Description(LogGroup group, LogStream stream)
    {
        var description = new JsonObject
        {
            ["logStreamName"] = stream.Name,
            ["creationTime"] = stream.Created.ToUnixTimeMilliseconds(),
            ["arn"] = $"{names.ArnOf(group)}:log-stream:{stream.Name}",

            // Always 0 since 2019 ("LogStream").
            ["storedBytes"] = 0,
        };
        foreach (var (member, moment) in new[]
        {
            ("firstEventTimestamp", stream.First), ("lastEventTimestamp", stream.Last), ("lastIngestionTime", stream.Ingested),
        })
        {
            if (moment is { } known)
            {
                description[member] = known.ToUnixTimeMilliseconds();
            }
        }

        return description;
    }
}
