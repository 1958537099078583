using System.Text;
using System.Text.Json.Nodes;
using Fanout.Local.Aws;

namespace Fanout.Local.Services.Logs;

/// <summary>The operations on events.</summary>
/// <param name="names">How groups and streams are named.</param>
/// <param name="time">The clock.</param>
internal sealed class EventOperations(LogNames names, TimeProvider time)
{
    private const int LargestPage = 10_000;

    // A page, and a batch with 26 bytes for each event ("GetLogEvents", "PutLogEvents").
    private const int LargestSize = 1 << 20;
    private const int BytesBeside = 26;

    private static readonly TimeSpan LongestSpan = TimeSpan.FromHours(24);
    private static readonly TimeSpan LatestAhead = TimeSpan.FromHours(2);
    private static readonly TimeSpan OldestKept = TimeSpan.FromDays(14);

    public JsonObject Put(RequestMembers request)
    {
        var stream = LogNames.StreamIn(request);
        var group = names.GroupIn(request);
        if (!group.HasStream(stream))
        {
            throw LogNames.NoStream();
        }

        var given = request.Structures("logEvents") ?? throw request.Missing("logEvents");
        if (given.Count is 0 or > LargestPage)
        {
            throw request.Refusal("logEvents", $"{given.Count} events", $"Member must have length between 1 and {LargestPage}");
        }

        var events = given.Select(member => (
            Time: DateTimeOffset.FromUnixTimeMilliseconds(
                member.Number("timestamp", 0, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()) ?? throw member.Missing("timestamp")),
            Message: member.RequiredText("message", shortest: 1))).ToList();
        Check(events);
        var now = time.GetUtcNow();
        var oldest = now - OldestKept;
        var expired = group.RetentionInDays is { } days ? now - TimeSpan.FromDays(days) : DateTimeOffset.MinValue;
        foreach (var (moment, message) in events.Where(logged => logged.Time >= oldest && logged.Time >= expired && logged.Time <= now + LatestAhead))
        {
            group.Write(stream, message, moment, now);
        }

        return Taken(
            events.FindIndex(logged => logged.Time > now + LatestAhead),
            events.FindLastIndex(logged => logged.Time < oldest),
            events.FindLastIndex(logged => logged.Time < expired));
    }

    public JsonObject Get(RequestMembers request)
    {
        var stream = LogNames.StreamIn(request);
        var group = names.GroupIn(request, "logGroupIdentifier");
        if (!group.HasStream(stream))
        {
            throw LogNames.NoStream();
        }

        var size = PageSize(request);
        var end = request.Number("endTime", 0) ?? long.MaxValue;
        var events = From(request, group).Where(logged => logged.Stream == stream && logged.Position.Time < end).ToList();
        var token = request.Text("nextToken");
        var forward = token is null ? request.Flag("startFromHead") : token.StartsWith("f/", StringComparison.Ordinal);
        var place = token is null ? (LogPosition?)null
            : token is ['f' or 'b', '/', .. var position] && LogPosition.Parse(position) is { } read ? read
            : throw InvalidToken();
        var page = forward
            ? Page(events.Where(logged => place is null || logged.Position.CompareTo(place.Value) > 0), size)
            : [.. Page(events.Where(logged => place is null || logged.Position.CompareTo(place.Value) < 0).Reverse(), size).AsEnumerable().Reverse()];
        return new JsonObject
        {
            ["events"] = new JsonArray([.. page.Select(logged => Description(logged))]),

            // At either end the same token comes again, by which a reader knows that there is no more.
            ["nextForwardToken"] = $"f/{(page.Count > 0 ? page[^1].Position : place ?? default)}",
            ["nextBackwardToken"] = $"b/{(page.Count > 0 ? page[0].Position : place ?? default)}",
        };
    }

    public JsonObject Filter(RequestMembers request)
    {
        var group = names.GroupIn(request, "logGroupIdentifier");
        var (streams, prefix) = (request.Texts("logStreamNames"), LogNames.StreamPrefixIn(request));
        if (streams is not null && prefix is not null)
        {
            throw new ServiceException(LogNames.Invalid, "Parameters logStreamNames and logStreamNamePrefix are mutually exclusive.");
        }

        var missing = streams?.FirstOrDefault(stream => !group.HasStream(stream));
        if (missing is not null)
        {
            throw LogNames.NoStream();
        }

        var pattern = new FilterPattern(request.Text("filterPattern", longest: 1024) ?? "");
        var after = request.Text("nextToken") is { } token ? LogPosition.Parse(token) ?? throw InvalidToken() : (LogPosition?)null;
        var size = PageSize(request);
        var end = request.Number("endTime", 0) ?? long.MaxValue;
        var matching = From(request, group).Where(logged =>
            logged.Position.Time <= end
            && (after is null || logged.Position.CompareTo(after.Value) > 0)
            && streams?.Contains(logged.Stream) != false
            && (prefix is null || logged.Stream.StartsWith(prefix, StringComparison.Ordinal))
            && pattern.Matches(logged.Message)).ToList();
        var page = Page(matching, size);
        var answer = new JsonObject
        {
            ["events"] = new JsonArray([.. page.Select(logged =>
            {
                var description = Description(logged);
                description["logStreamName"] = logged.Stream;
                description["eventId"] = $"{logged.Position}";
                return description;
            })]),

            // "The list is always empty" since 2020 ("FilterLogEvents").
            ["searchedLogStreams"] = new JsonArray(),
        };
        if (page.Count < matching.Count)
        {
            answer["nextToken"] = $"{page[^1].Position}";
        }

        return answer;
    }

    private static void Check(List<(DateTimeOffset Time, string Message)> events)
    {
        if (events.Zip(events.Skip(1)).Any(pair => pair.First.Time > pair.Second.Time))
        {
            throw new ServiceException(LogNames.Invalid, "Log events in a single PutLogEvents request must be in chronological order.");
        }

        if (events[^1].Time - events[0].Time > LongestSpan)
        {
            throw new ServiceException(LogNames.Invalid, "The batch of log events in a single PutLogEvents request cannot span more than 24 hours.");
        }

        if (events.Sum(logged => Encoding.UTF8.GetByteCount(logged.Message) + BytesBeside) is > LargestSize and var size)
        {
            throw new ServiceException(LogNames.Invalid, $"Upload too large: {size} bytes exceeds limit of {LargestSize}");
        }
    }

    private static JsonObject Taken(int tooNew, int tooOld, int expired)
    {
        // "All calls are accepted whatever the token is"; SDKs of before 2023 want one.
        var answer = new JsonObject { ["nextSequenceToken"] = "1" };
        var rejected = new JsonObject();
        if (tooNew >= 0)
        {
            rejected["tooNewLogEventStartIndex"] = tooNew;
        }

        if (tooOld >= 0)
        {
            rejected["tooOldLogEventEndIndex"] = tooOld;
        }

        if (expired >= 0)
        {
            rejected["expiredLogEventEndIndex"] = expired;
        }

        if (rejected.Count > 0)
        {
            answer["rejectedLogEventsInfo"] = rejected;
        }

        return answer;
    }

    private static int PageSize(RequestMembers request) => (int)(request.Number("limit", 1, LargestPage) ?? LargestPage);

    private static ServiceException InvalidToken() => new(LogNames.Invalid, "The specified nextToken is invalid.");

    // The start is part of the range; of the end GetLogEvents says that it is not, FilterLogEvents that it is.
    private static IEnumerable<LogEvent> From(RequestMembers request, LogGroup group)
    {
        var start = request.Number("startTime", 0) ?? 0;
        return group.Events().Where(logged => logged.Position.Time >= start).OrderBy(logged => logged.Position);
    }

    private static List<LogEvent> Page(IEnumerable<LogEvent> events, int count)
    {
        var (page, size) = (new List<LogEvent>(), 0);
        foreach (var logged in events.Take(count))
        {
            size += Encoding.UTF8.GetByteCount(logged.Message) + BytesBeside;
            if (size > LargestSize && page.Count > 0)
            {
                break;
            }

            page.Add(logged);
        }

        return page;
    }

    private static JsonObject Description(LogEvent logged) => new()
    {
        ["timestamp"] = logged.Position.Time,
        ["message"] = logged.Message,
        ["ingestionTime"] = logged.Ingested.ToUnixTimeMilliseconds(),
    };
}
